// Command logtoctl sets up sign-in by emailed code: Logto and Aliyun Direct
// Mail, from a terminal or a CI script.
package main

import (
	"os"

	"github.com/logtoctl/logtoctl/cmd"
)

func main() { os.Exit(cmd.Main(os.Args[1:])) }
