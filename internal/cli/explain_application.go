package cli

// nextForApplication says what to do about a code of applications and roles.
func nextForApplication(area, code string) string {
	switch area + "." + code {
	case "application.secret_name_exists":
		return "choose another --name, or see what there is: logtoctl app secret list APP"
	case "application.invalid_type":
		return "assign the role to a machine-to-machine application: logtoctl app create NAME --type MachineToMachine"
	case "application.invalid_role_type":
		return "assign a role of the type machine-to-machine (Console > Roles), such as Logto Management API access"
	case "application.role_exists", "role.application_exists":
		return "nothing is left to do: try it with logtoctl app list"
	case "application.sync_application_secret_failed":
		return "run it again in a few minutes; if it stays, ask the support of Logto Cloud"
	case "application.saml.use_saml_app_api":
		return "change it in Console > applications, because SAML is not for logtoctl"
	case "application.device_flow_native_only":
		return "switch the device flow off, or create a native application: logtoctl app create NAME --type Native"
	case "application.device_flow_not_changeable":
		return "create another application in Console > Applications and choose the device flow there"
	case "application.protected_app_metadata_is_required":
		return "create it in Console > Applications, which asks for the settings; here there are Traditional, SPA, Native and MachineToMachine"
	case "application.protected_app_not_configured":
		return "choose another type: logtoctl app create NAME --type Traditional; protected applications are of Logto Cloud"
	case "application.invalid_third_party_application_type":
		return "choose another type: logtoctl app create NAME --type Traditional"
	case "application.third_party_application_cannot_enable_token_exchange":
		return "switch token exchange off for the application (Console > Applications), or use one of your own"
	case "role.name_in_use":
		return "use the role there is, or choose another name (Console > Roles)"
	case "role.internal_role_violation":
		return "leave the role as it is, or make one of your own whose name does not begin with #internal: (Console > Roles)"
	}
	return ""
}
