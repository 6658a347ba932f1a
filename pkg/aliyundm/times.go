package aliyundm

import "time"

// createTime reads the times of Direct Mail, which have no seconds in the list
// of sender addresses and do have them elsewhere.
func createTime(text string) time.Time {
	for _, layout := range []string{"2006-01-02T15:04Z07:00", time.RFC3339} {
		if parsed, err := time.Parse(layout, text); err == nil {
			return parsed
		}
	}
	return time.Time{}
}

// epoch prefers seconds since 1970 to the text of the same time: in the samples
// of the documentation the text is eight hours later, Beijing time that claims to
// be UTC.
func epoch(seconds int64, text string) time.Time {
	if seconds > 0 {
		return time.Unix(seconds, 0).UTC()
	}
	return createTime(text)
}
