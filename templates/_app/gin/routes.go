package main

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
	"github.com/logto-io/go/v2/client"
)

// newHandler returns the whole app.
func newHandler(a *app) http.Handler {
	gin.SetMode(gin.ReleaseMode) // no talk at start
	router := gin.New()
	router.HandleMethodNotAllowed = true
	router.NoRoute(func(c *gin.Context) { a.showNotFound(c.Writer, c.Request) })

	get(router, "/", a.home)
	get(router, "/sign-in", a.toSignIn)
	get(router, callbackPath, a.callback)
	get(router, "/sign-out", a.toSignOut)
	get(router, "/user-info", a.userInfo)
	get(router, "/health", health)
	get(router, "/style.css", gin.WrapF(showStyle))

	members := router.Group("/", a.signedIn)
	get(members, "/profile", a.profile)

	return a.guarded(a.sessions.LoadAndSave(router))
}

// get answers GET, and HEAD too, which those who watch an app like to ask with.
func get(routes gin.IRoutes, path string, handler gin.HandlerFunc) {
	routes.Match([]string{http.MethodGet, http.MethodHead}, path, handler)
}

// home says whether and as whom somebody is signed in.
func (a *app) home(c *gin.Context) {
	a.show(c.Writer, http.StatusOK, homePage, view{User: a.user(c.Request.Context())})
}

// toSignIn sends people to Logto. With return_to they come back to that page.
func (a *app) toSignIn(c *gin.Context) {
	address, err := a.startSignIn(c.Request.Context(), c.Query("return_to"))
	if err != nil {
		a.showFailure(c.Writer, c.Request, err)
		return
	}
	c.Redirect(http.StatusSeeOther, address)
}

// callback is where Logto sends people back to.
func (a *app) callback(c *gin.Context) {
	path, err := a.finishSignIn(c.Request)
	if err != nil {
		a.showFailure(c.Writer, c.Request, err)
		return
	}
	c.Redirect(http.StatusSeeOther, path)
}

// toSignOut signs people out, here and at Logto. A plain link can do that, but
// none on another website: those get a page that asks first.
func (a *app) toSignOut(c *gin.Context) {
	if isForeign(c.Request) {
		a.showSignOutQuestion(c.Writer, c.Request)
		return
	}
	address, err := a.signOut(c.Request.Context())
	if err != nil {
		a.showFailure(c.Writer, c.Request, err)
		return
	}
	c.Redirect(http.StatusSeeOther, address)
}

// userKey is where the context of a member's request has the user.
const userKey = "user"

// signedIn lets only people through who are signed in. Others sign in first and
// then come back.
func (a *app) signedIn(c *gin.Context) {
	user := a.user(c.Request.Context())
	if user == nil {
		c.Redirect(http.StatusSeeOther, "/sign-in?return_to="+url.QueryEscape(c.Request.URL.RequestURI()))
		c.Abort()
		return
	}
	c.Set(userKey, user)
}

func (a *app) profile(c *gin.Context) {
	a.show(c.Writer, http.StatusOK, profilePage, view{Title: "Profile", User: c.MustGet(userKey).(*user)})
}

// userInfo asks Logto what it knows about the person at this moment.
func (a *app) userInfo(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	info, err := a.logto(c.Request.Context()).FetchUserInfo()
	switch {
	case errors.Is(err, client.ErrNotAuthenticated):
		c.IndentedJSON(http.StatusUnauthorized, gin.H{"error": "not signed in"})
	case err != nil:
		slog.Error("fetch the user info", "error", err)
		c.IndentedJSON(http.StatusBadGateway, gin.H{"error": "Logto gave no user info"})
	default:
		c.IndentedJSON(http.StatusOK, info)
	}
}

// health tells those who watch the app that it answers.
func health(c *gin.Context) { c.String(http.StatusOK, "ok\n") }
