"""The browser files under the content policy."""

from django.templatetags.static import static


def test_page_runs_vendor_files_without_breaking_the_content_policy(page, live_server):
    page.goto(f"{live_server.url}/account/login/")
    # htmx would add an inline style sheet of its own; our pages turn that off in the same way.
    page.evaluate("""() => {
        const meta = document.createElement("meta");
        meta.name = "htmx-config";
        meta.content = JSON.stringify({includeIndicatorStyles: false, allowEval: false});
        document.head.append(meta);
    }""")
    for name in ("tabler.min.js", "alpine-csp.min.js", "echarts.min.js"):
        page.add_script_tag(url=live_server.url + static(f"vendor/{name}"))
    page.add_script_tag(url=live_server.url + static("django_htmx/htmx-2.min.js"))
    assert page.evaluate("[typeof htmx, typeof echarts, typeof Alpine].join()") == "object,object,object"
