package doctor_test

import (
	"net/http"
	"strings"
	"time"

	"github.com/logtoctl/logtoctl/internal/sandbox"
	"github.com/logtoctl/logtoctl/internal/sandbox/dns"
	"github.com/logtoctl/logtoctl/internal/sandbox/fault"
	"github.com/logtoctl/logtoctl/pkg/aliyundm"
)

func mailFaults() map[string]brokenSetUp {
	account := func(settings string) func(*world) {
		return func(w *world) { w.control(http.MethodPut, "/api/account", settings) }
	}
	throttle := func(action string) func(*world) {
		return func(w *world) {
			w.fault(fault.Rule{Match: fault.Match{Action: action}, Kind: fault.Status, Status: 400, Body: `{"Code":"Throttling.User","Message":"Request was denied due to user flow control.","RequestId":"1"}`})
		}
	}
	firstKey := func(more string) func(*world) {
		return func(w *world) {
			id, value := w.firstKey()
			w.accessKey(id, value, more)
		}
	}
	return map[string]brokenSetUp{
		"nobody at the Direct Mail endpoint": {
			breakIt: func(w *world) { w.env["LOGTOCTL_DM_ENDPOINT"] = "http://127.0.0.1:1" },
			check:   "access-key.reachable", found: "no answer", next: "LOGTOCTL_DM_ENDPOINT and any proxy: curl -i http://127.0.0.1:1",
		},
		"something else at the Direct Mail endpoint": {
			breakIt: func(w *world) { w.env["LOGTOCTL_DM_ENDPOINT"] = w.sandbox.InboxURL() },
			check:   "access-key.reachable", found: "not Direct Mail", next: "LOGTOCTL_DM_ENDPOINT",
		},
		"the Direct Mail endpoint without its scheme": {
			breakIt: func(w *world) {
				w.env["LOGTOCTL_DM_ENDPOINT"] = strings.TrimPrefix(w.env["LOGTOCTL_DM_ENDPOINT"], "http://")
			},
			check: "access-key.reachable", found: "no answer", next: "https unless it begins with http://",
		},
		"Direct Mail does not answer for a while": {
			breakIt: func(w *world) {
				w.rewrite("QueryDomainByParam", instead(http.StatusServiceUnavailable, "text/html", "<h1>Back soon</h1>"))
			},
			check: "access-key.reachable", found: "answered 503 Service Unavailable", next: "LOGTOCTL_DM_ENDPOINT and any proxy: curl -i http://",
		},
		"Direct Mail's clock refuses the requests": {
			breakIt: func(w *world) {
				w.fault(fault.Rule{Match: fault.Match{Service: sandbox.ServiceDirectMail}, Kind: fault.Skew, Delay: fault.Duration(20 * time.Minute)})
			},
			check: "access-key.clock", found: "20m", next: "set-ntp",
		},
		"Direct Mail's clock is a little off": {
			breakIt: func(w *world) { w.setClock(true, 3*time.Minute) },
			check:   "access-key.clock", warns: true, found: "ahead of", next: "set-ntp",
		},
		"Direct Mail's clock is far off": {
			breakIt: func(w *world) { w.setClock(true, -time.Hour) },
			check:   "access-key.clock", found: "behind", next: "set-ntp",
		},
		"unknown AccessKey": {
			breakIt: func(w *world) { w.env["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "LTAI5tNobodysKey" },
			check:   "access-key.valid", found: "LTAI5tNobodysKey is refused", next: "ALIBABA_CLOUD_ACCESS_KEY_ID",
		},
		"wrong secret of the AccessKey": {
			breakIt: func(w *world) { w.env["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "another-secret" },
			check:   "access-key.valid", found: "SignatureDoesNotMatch", next: "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
		},
		"disabled AccessKey": {
			breakIt: firstKey(`,"inactive":true`),
			check:   "access-key.valid", found: "InvalidAccessKeyId.Inactive", next: "RAM console",
		},
		"Direct Mail never activated": {
			breakIt: account(`{"activated":false}`),
			check:   "access-key.activated", found: "never activated", next: "dm.console.aliyun.com",
		},
		"a right is missing": {
			breakIt: firstKey(`,"allow":["dm:SingleSendMail","dm:Query*","dm:DescAccountSummary","dm:SenderStatistics*"]`),
			check:   "access-key.rights", found: "dm:DescDomain", next: "AliyunDirectMailReadOnlyAccess",
		},
		"many rights are missing": {
			breakIt: firstKey(`,"allow":["dm:SingleSendMail"]`),
			check:   "access-key.rights", found: "dm:QueryMailAddressByParam", next: "dm:DescAccountSummary",
		},
		"the rights to statistics are missing": {
			breakIt: firstKey(`,"allow":["dm:SingleSendMail","dm:Query*","dm:Desc*"]`),
			check:   "access-key.rights", warns: true, found: "RAM denies dm:SenderStatisticsByTagNameAndBatchID", next: "AliyunDirectMailReadOnlyAccess",
		},
		"throttled": {
			breakIt: throttle("QueryDomainByParam"),
			check:   "access-key.reachable", found: "QueryDomainByParam answered Throttling.User", next: "wait a minute and run it again: logtoctl doctor",
		},
		"throttled statistics": {
			breakIt: throttle("SenderStatisticsDetailByParam"),
			check:   "access-key.rights", warns: true, found: "SenderStatisticsDetailByParam answered Throttling.User", next: "wait a minute and run it again: logtoctl doctor",
		},
		"statistics that do not answer": {
			breakIt: func(w *world) {
				w.rewrite("SenderStatisticsByTagNameAndBatchID", instead(http.StatusBadGateway, "text/html", "<h1>Bad gateway</h1>"))
			},
			check: "access-key.rights", warns: true, found: "HTTP 502", next: "wait a minute",
		},
		"the connector's AccessKey is wrong": {
			breakIt: func(w *world) { w.configure(map[string]any{"accessKeySecret": "rotated-long-ago"}) },
			check:   "access-key.connector", found: "SignatureDoesNotMatch", next: "connector.json",
		},
		"the connector's AccessKey may not send": {
			breakIt: func(w *world) {
				w.probeSend = true
				w.accessKey("LTAI5tReader", "secret-of-a-reader", `,"allow":["dm:Query*","dm:Desc*"]`)
				w.configure(map[string]any{"accessKeyId": "LTAI5tReader", "accessKeySecret": "secret-of-a-reader"})
			},
			check: "access-key.may-send", found: "RAM denies dm:SingleSendMail to LTAI5tReader", next: "dm:SingleSendMail on resource *",
		},
		"no such sender": {
			breakIt: func(w *world) { w.configure(map[string]any{"accountName": "nobody@mail.example.com"}) },
			check:   "sender.exists", found: "nobody@mail.example.com", next: "noreply@mail.example.com",
		},
		"neither the sender nor its domain": {
			breakIt: func(w *world) { w.configure(map[string]any{"accountName": "nobody@other.example.com"}) },
			check:   "domain.exists", found: "the domain other.example.com is not", next: "logtoctl direct-mail domain create other.example.com",
		},
		"neither the sender nor its domain in another region": {
			breakIt: func(w *world) {
				w.configure(map[string]any{"accountName": "nobody@other.example.com", "regionId": "eu-central-1"})
			},
			check: "domain.exists", found: "in eu-central-1", next: "logtoctl direct-mail domain create other.example.com --region eu-central-1",
		},
		"a sender that may be in a region that is not told": {
			breakIt: func(w *world) {
				w.configure(map[string]any{"accountName": "nobody@mail.example.com"})
				w.transport = rewriter{
					next: w.transport, matches: func(r *http.Request) bool { return strings.Contains(r.Host, "us-east-1") },
					change: instead(http.StatusForbidden, "application/json", `{"Code":"Forbidden.RAM","Message":"No.","RequestId":"1"}`),
				}
			},
			check: "sender.exists", found: "could not be asked in us-east-1", next: "logtoctl direct-mail sender list --all-regions",
		},
		"sender in another region": {
			breakIt: func(w *world) { w.configure(map[string]any{"regionId": "eu-central-1"}) },
			check:   "sender.region", found: "is in cn-hangzhou", next: `regionId to "cn-hangzhou"`,
		},
		"sender for newsletters": {
			breakIt: func(w *world) {
				_, err := w.mail("").CreateMailAddress(w.Context(), "news@mail.example.com", aliyundm.SendTypeBatch, "")
				w.must(err)
				w.configure(map[string]any{"accountName": "news@mail.example.com"})
			},
			check: "sender.type", found: `"batch"`, next: "--send-type trigger",
		},
		"frozen sender": {
			breakIt: account(`{"frozenMailAddresses":["noreply@mail.example.com"]}`),
			check:   "sender.status", found: "noreply@mail.example.com is frozen", next: "Direct Mail console",
		},
		"frozen account": {
			breakIt: account(`{"userStatus":1}`),
			check:   "account.status", found: "frozen", next: "ask Alibaba Cloud",
		},
		"overdue account": {
			breakIt: account(`{"userStatus":2}`),
			check:   "account.status", found: "overdue", next: "pay what is due",
		},
		"no quota": {
			breakIt: account(`{"dailyQuota":0}`),
			check:   "account.quota", found: "none of the 0 mails", next: "tomorrow",
		},
	}
}

func domainFaults() map[string]brokenSetUp {
	const domain = "mail.example.com"
	remove := func(name, kind string) func(*world) {
		return func(w *world) { w.removeRecords(name, kind) }
	}
	return map[string]brokenSetUp{
		"the DNS does not answer": {
			breakIt: func(w *world) { w.env["LOGTOCTL_RESOLVER"] = "127.0.0.1:1" },
			check:   "domain.resolver", found: "could not be looked up", next: "--resolver",
		},
		"no ownership record": {
			breakIt: remove("aliyundm."+domain, "TXT"),
			check:   "domain.ownership", found: "TXT aliyundm.mail.example.com is missing", next: "add TXT aliyundm.mail.example.com",
		},
		"no SPF record": {
			breakIt: remove(domain, "TXT"),
			check:   "domain.spf", found: "TXT mail.example.com is missing", next: "include:spf1.dm.aliyun.com",
		},
		"two SPF records": {
			breakIt: func(w *world) {
				w.must(w.sandbox.DNS.Add(dns.Record{Name: domain, Type: "TXT", Value: "v=spf1 include:_spf.example.net -all"}))
			},
			check: "domain.spf", found: "there 2 times", next: "include:_spf.example.net",
		},
		"no DKIM record": {
			breakIt: remove("aliyun-cn-hangzhou._domainkey."+domain, "TXT"),
			check:   "domain.dkim", found: "is missing", next: "v=DKIM1",
		},
		"another mail server": {
			breakIt: func(w *world) {
				w.removeRecords(domain, "MX")
				w.must(w.sandbox.DNS.Add(dns.Record{Name: domain, Type: "MX", Value: "mx.example.net", Priority: 10}))
			},
			check: "domain.mx", found: "different: 10 mx.example.net", next: "mx01.dm.aliyun.com",
		},
		"no DMARC record": {
			breakIt: remove("_dmarc."+domain, "TXT"),
			check:   "domain.dmarc", found: "TXT _dmarc.mail.example.com is missing", next: "v=DMARC1",
		},
		"Direct Mail has not looked": {
			breakIt: func(w *world) { w.rewrite("DescDomain", replace(`"DomainStatus":"0"`, `"DomainStatus":"1"`)) },
			check:   "domain.verified", found: "the DNS has every record", next: "logtoctl direct-mail domain check mail.example.com",
		},
		"Direct Mail has not seen one record": {
			breakIt: func(w *world) { w.rewrite("DescDomain", replace(`"SpfAuthStatus":"0"`, `"SpfAuthStatus":"1"`)) },
			check:   "domain.verified", warns: true, found: "has not seen spf", next: "domain check",
		},
		"no such domain": {
			breakIt: func(w *world) { w.rewrite("QueryDomainByParam", replace(`"mail.example.com"`, `"other.example.com"`)) },
			check:   "domain.exists", found: "mail.example.com is not in this account", next: "logtoctl direct-mail domain create mail.example.com",
		},
	}
}
