package main

import "github.com/logtoctl/logtoctl/internal/email"

// wording is everything that mails say in one language, as in its file. Each
// text is HTML with references to the brand and placeholders of Logto.
type wording struct {
	// Fonts is the font stack for the language's script, as in CSS.
	Fonts string `yaml:"fonts"`
	// Footer stands below every mail.
	Footer string `yaml:"footer"`
	// Code is what mails with a code have in common.
	Code struct {
		// Note says how long the code is valid, and to keep it secret.
		Note string `yaml:"note"`
	} `yaml:"code"`
	// Invitation is what an invitation has instead.
	Invitation struct {
		Button string `yaml:"button"`
		// Fallback introduces the link that is written out.
		Fallback string `yaml:"fallback"`
		// Note says whom the link is for.
		Note string `yaml:"note"`
	} `yaml:"invitation"`
	Mails map[email.UsageType]mail `yaml:"mails"`
}

// mail is what the mail of one usage type says.
type mail struct {
	Subject string `yaml:"subject"`
	// Preheader is what an inbox shows behind the subject.
	Preheader string `yaml:"preheader"`
	Title     string `yaml:"title"`
	// Text says what the code or the link is for.
	Text string `yaml:"text"`
	// Why says what somebody did for this mail to be sent.
	Why string `yaml:"why"`
	// Otherwise says what to do if that was somebody else.
	Otherwise string `yaml:"otherwise"`
}
