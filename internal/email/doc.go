// Package email knows the email templates of Logto: which usage types there
// are, what a template may contain, which template an end user gets, and what
// Logto makes of it.
//
// Templates come from a folder ([Read]) or from a file that another
// package decodes. [Check] finds what the server would accept without a word
// and an end user would notice. [Select] picks the template for a mail and
// [Render] fills its placeholders, both exactly as Logto's server and its
// Aliyun Direct Mail connector do: what logtoctl shows or sends is what an end
// user will get.
//
// The package is pure. It reads files through the fs.FS that it is given and
// knows neither network nor environment.
package email
