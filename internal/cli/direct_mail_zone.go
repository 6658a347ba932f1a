package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// zoneFormat is a value of -o that only commands with DNS records have.
const zoneFormat = "zone"

// ZoneOutput gives a command a further format: -o zone prints lines of a zone
// file. The result that it prints must be an [output.Zoned].
func ZoneOutput(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().StringP("output", "o", "table", "output format: table, json, yaml, or zone for lines of a DNS zone file")
	_ = cmd.Flags().SetAnnotation("output", zoneFormat, nil) // fails only for a flag that is not there
	return cmd
}

// takesZone tells whether the flags are those of such a command.
func takesZone(flags *pflag.FlagSet) bool {
	flag := flags.Lookup("output")
	if flag == nil {
		return false
	}
	_, found := flag.Annotations[zoneFormat]
	return found
}
