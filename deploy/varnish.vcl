vcl 4.1;

# An example of a cache in front of Medskap and of a front end. What Medskap is told to purge
# (PURGE_URL) is forgotten at once, so answers may be kept for long: see docs/operations.md.
#
# Varnish keeps what it logs in memory. So that this tells of nobody who wrote to us, start it with
#   -p vsl_mask=-SessOpen,-ReqStart,-ReqHeader,-ReqURL,-BereqHeader,-BereqURL
# and let no varnishncsa write it to a file.
import std;

backend medskap {
	.host = "127.0.0.1";
	.port = "8000";
	.probe = {
		.request =
			"GET /healthz/live HTTP/1.1"
			"Host: cms.example.org"
			"Connection: close";
		.interval = 5s;
	}
}

backend front_end {
	.host = "127.0.0.1";
	.port = "3000";
}

# Who may purge: the machine that Medskap's worker runs on.
acl worker {
	"127.0.0.1";
}

sub vcl_recv {
	if (req.http.host == "cms.example.org") {
		set req.backend_hint = medskap;
	} else {
		set req.backend_hint = front_end;
	}
	if (req.method == "PURGE") {
		if (!client.ip ~ worker) {
			return (synth(405));
		}
		if (req.url == "/graphql/" || req.url == "/feeds/") {
			# Which questions were asked is not known: everything that begins so.
			ban("obj.http.X-Host == " + req.http.host + " && obj.http.X-Url ~ ^" + req.url);
		} else {
			ban("obj.http.X-Host == " + req.http.host + " && obj.http.X-Path == " + req.url);
		}
		return (synth(200));
	}
	if (req.method != "GET" && req.method != "HEAD") {
		return (pass);
	}
	if (req.http.host == "cms.example.org" && req.url !~ "^/(graphql|feeds|media|static)/") {
		# The admin, and what residents write, is in no cache.
		return (pass);
	}
	# No answer here has to do with cookies.
	unset req.http.Cookie;
	if (std.healthy(req.backend_hint)) {
		# As long as somebody can be asked, nothing is served that may not hold.
		set req.grace = 0s;
	}
	return (hash);
}

sub vcl_backend_response {
	if (bereq.uncacheable) {
		return (deliver);
	}
	# For bans: the whole address, and without its query.
	set beresp.http.X-Host = bereq.http.host;
	set beresp.http.X-Url = bereq.url;
	set beresp.http.X-Path = regsub(bereq.url, "\?.*$", "");
	# Served when the backend is away, as stale-if-error says.
	set beresp.grace = 48h;
	# Asked again with If-None-Match.
	set beresp.keep = 1h;
}

sub vcl_deliver {
	unset resp.http.X-Host;
	unset resp.http.X-Url;
	unset resp.http.X-Path;
}
