package directmail

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxTags       = 500 // per account and region
	maxTagKeyWord = 50
	// maxTagDescription is the sandbox's own, in bytes: nothing says how long one
	// may be.
	maxTagDescription = 1024
)

type tag struct {
	Tag
	id int
}

type createTagAnswer struct {
	TagID     string `json:"TagId" xml:"TagId"`
	RequestID string `json:"RequestId" xml:"RequestId"`
}

func (s *Server) createTag(r *request) (any, error) {
	name, err := readTagName(r)
	if err != nil {
		return nil, err
	}
	if err := checkTagDescription(r); err != nil {
		return nil, err
	}
	a := s.account
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.hasTag(r.region, name) {
		return nil, errTagDuplicate()
	}
	if countIn(r.region, a.tags, func(t *tag) string { return t.Region }) >= maxTags {
		return nil, malformed("InvalidTagNumber.Malformed", "The number of tags exceeds the limit.")
	}
	added := &tag{Tag: Tag{Region: r.region, Name: name, Description: r.parameters.Get("TagDescription")}, id: a.newID()}
	a.tags = append(a.tags, added)
	return createTagAnswer{TagID: strconv.Itoa(added.id), RequestID: r.id}, nil
}

// readTagName is stricter than SingleSendMail, which takes a hyphen too.
func readTagName(r *request) (string, error) {
	name := r.parameters.Get("TagName")
	if name == "" {
		return "", errMissing("TagName")
	}
	if !isTagName(name) || strings.Contains(name, "-") {
		return "", malformed("InvalidTagName.Malformed", "The specified TagName is wrongly formed.")
	}
	return name, nil
}

func checkTagDescription(r *request) error {
	if len(r.parameters.Get("TagDescription")) > maxTagDescription {
		return malformed("InvalidTagDescription.Malformed", "The specified TagDescription is too long.")
	}
	return nil
}

func (s *Server) modifyTag(r *request) (any, error) {
	id, err := readID(r, "TagId")
	if err != nil {
		return nil, err
	}
	name, err := readTagName(r)
	if err != nil {
		return nil, err
	}
	if err := checkTagDescription(r); err != nil {
		return nil, err
	}
	a := s.account
	a.mu.Lock()
	defer a.mu.Unlock()
	changed, err := a.tagByID(r.region, id)
	if err != nil {
		return nil, err
	}
	if name != changed.Name && a.hasTag(r.region, name) {
		return nil, errTagDuplicate()
	}
	changed.Name = name
	if r.parameters.Has("TagDescription") {
		changed.Description = r.parameters.Get("TagDescription")
	}
	return emptyAnswer{RequestID: r.id}, nil
}

func (s *Server) deleteTag(r *request) (any, error) {
	id, err := readID(r, "TagId")
	if err != nil {
		return nil, err
	}
	a := s.account
	a.mu.Lock()
	defer a.mu.Unlock()
	gone, err := a.tagByID(r.region, id)
	if err != nil {
		return nil, err
	}
	a.tags = slices.DeleteFunc(a.tags, func(t *tag) bool { return t == gone })
	return emptyAnswer{RequestID: r.id}, nil
}

func (a *account) hasTag(region, name string) bool {
	return slices.ContainsFunc(a.tags, func(t *tag) bool { return t.Region == region && t.Name == name })
}

func (a *account) tagByID(region string, id int) (*tag, error) {
	at := slices.IndexFunc(a.tags, func(t *tag) bool { return t.Region == region && t.id == id })
	if at < 0 {
		return nil, errTagNotFound()
	}
	return a.tags[at], nil
}

func errTagNotFound() *apiError {
	return refuse(http.StatusNotFound, "InvalidTag.NotFound", "The specified tag does not exist.")
}

func errTagDuplicate() *apiError {
	return malformed("InvalidTagName.Duplicate", "The specified tag already exists.")
}

type tagPage struct {
	TotalCount int     `json:"TotalCount" xml:"TotalCount"`
	PageNumber int     `json:"PageNumber" xml:"PageNumber"`
	PageSize   int     `json:"PageSize" xml:"PageSize"`
	Data       tagData `json:"data" xml:"data"`
	RequestID  string  `json:"RequestId" xml:"RequestId"`
}

type tagData struct {
	Tag []tagItem `json:"tag" xml:"tag"`
}

type tagItem struct {
	TagID          string `json:"TagId" xml:"TagId"`
	TagName        string `json:"TagName" xml:"TagName"`
	TagDescription string `json:"TagDescription" xml:"TagDescription"`
}

func (s *Server) queryTagByParam(r *request) (any, error) {
	asked, err := readPage(r, maxPageSize)
	if err != nil {
		return nil, err
	}
	keyWord := r.parameters.Get("KeyWord")
	if utf8.RuneCountInString(keyWord) > maxTagKeyWord {
		return nil, malformed("InvalidKeyword.Malformed", "The specified KeyWord is longer than 50 characters.")
	}
	a := s.account
	a.mu.Lock()
	defer a.mu.Unlock()
	found := []tagItem{}
	for _, t := range a.tags {
		if t.Region == r.region && strings.Contains(t.Name, keyWord) {
			found = append(found, tagItem{TagID: strconv.Itoa(t.id), TagName: t.Name, TagDescription: t.Description})
		}
	}
	return tagPage{
		TotalCount: len(found),
		PageNumber: asked.number,
		PageSize:   asked.size,
		Data:       tagData{Tag: pageOf(found, asked)},
		RequestID:  r.id,
	}, nil
}
