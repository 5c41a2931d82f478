vcl 4.1;

# An example of a cache in front of Medskap and of a front end. Medskap purges changed URLs
# (PURGE_URL), so responses can be cached for long: see docs/operations.md.
#
# Varnish keeps its log in memory. To keep residents anonymous, start it with
#   -p vsl_mask=-SessOpen,-ReqStart,-ReqHeader,-ReqURL,-BereqHeader,-BereqURL
# and do not write the log to a file with varnishncsa. Cut off clients that send slowly with
#   -p timeout_idle=10 -p send_timeout=300
# (10 s without a part of the request; 300 s for a response). Varnish hands bodies on
# while it receives them, so a proxy in front that speaks HTTPS and reads the whole body first, such
# as nginx with deploy/nginx.conf, keeps slow ones away from Medskap's threads.
import std;

backend medskap {
	.host = "127.0.0.1";
	.port = "8000";
	.connect_timeout = 5s;
	.first_byte_timeout = 60s;
	.between_bytes_timeout = 30s;
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

# Hosts that may purge: the machine of Medskap's worker.
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
			# Cached queries are not known individually, so purge by prefix.
			ban("obj.http.X-Host == " + req.http.host + " && obj.http.X-Url ~ ^" + req.url);
		} else {
			ban("obj.http.X-Host == " + req.http.host + " && obj.http.X-Path == " + req.url);
		}
		return (synth(200));
	}
	if (req.http.host == "cms.example.org" && req.url ~ "(?i)^/media/"
			&& req.url !~ "^/media/(images|original_images|avatar_images)/") {
		# Documents and unfinished uploads are not public files.
		return (synth(404));
	}
	if (req.method != "GET" && req.method != "HEAD") {
		return (pass);
	}
	if (req.http.host == "cms.example.org" && req.url !~ "^/(graphql|feeds|media|static)/") {
		# The admin and residents' input are not cached.
		return (pass);
	}
	# Responses do not depend on cookies.
	unset req.http.Cookie;
	if (std.healthy(req.backend_hint)) {
		# While the backend is healthy, do not serve stale responses.
		set req.grace = 0s;
	}
	return (hash);
}

sub vcl_backend_response {
	if (bereq.uncacheable) {
		return (deliver);
	}
	# For bans: the URL with and without its query string.
	set beresp.http.X-Host = bereq.http.host;
	set beresp.http.X-Url = bereq.url;
	set beresp.http.X-Path = regsub(bereq.url, "\?.*$", "");
	# Served while the backend is down, like stale-if-error.
	set beresp.grace = 48h;
	# Revalidated with If-None-Match.
	set beresp.keep = 1h;
}

sub vcl_deliver {
	unset resp.http.X-Host;
	unset resp.http.X-Url;
	unset resp.http.X-Path;
}
