// Package page is the sign-in page of the sandbox's Logto: one document with
// its own small scripts, which shows what the tenant's sign-in experience says
// and calls Logto's Experience API (/api/experience) as Logto's own page does.
//
// The handler only hands out files. A browser that comes to one of Logto's
// paths, such as /sign-in?app_id=ID, gets index.html; its script main.js reads
// the sign-in experience (GET /api/.well-known/sign-in-exp), the texts of the
// language and what the sandbox tells about itself (about.json), and shows the
// view that the path names. Views call flow.js, flow.js calls api.js, and what
// one step leaves to the next is kept in session.js, so that a reload carries
// on where it was. Every text goes into the document as text.
//
// What the tenant may have and this page has not: social and enterprise sign-in,
// multi-factor authentication, passkeys, captchas, custom CSS, custom phrases
// and custom profile fields. It says so in plain words where it meets them.
package page
