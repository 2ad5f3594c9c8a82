"""Take the pictures of README and guides from a running demonstration district.

    jiangxin up --demo --port 8000        in another window, then
    python tools/screenshots.py [http://localhost:8000] [NAME…]

Writes docs/images/NAME.png for README and docs/user/pictures/NAME.png for the guides, in Chinese. A district that was
just built shows what the guides say; nothing is saved in it but a plan that waits at the desk, which comes last.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

DOCUMENTS = Path(__file__).resolve().parents[1] / "docs"
README, GUIDES = DOCUMENTS / "images", DOCUMENTS / "user" / "pictures"
PLAN = Path(__file__).resolve().parents[1] / "src" / "jiangxin" / "demo" / "data" / "plan.txt"
PASSWORD = os.environ.get("JIANGXIN_DEMO_PASSWORD") or "Jiangxin-Demo-1"
#: What a guide is read beside: narrower than a screen, so that its words stay readable; and a phone.
DESK, GUIDE, PHONE = (1366, 768), (1180, 664), (390, 700)
#: Colours of a picture: a page of ours has few, and the file is a third of what it would be. The octree keeps the rare
#: ones, which lights are.
COLOURS, METHOD = 128, Image.Quantize.FASTOCTREE
#: Milliseconds until what a click opened has come to rest.
REST = 400


@dataclass(frozen=True)
class Picture:
    """What to photograph: who looks at which address, and what is clicked there."""

    name: str
    account: str
    address: str
    clicks: tuple[str, ...] = ()
    size: tuple[int, int] = GUIDE
    place: Path = GUIDES


PLANS, LATEST = "/records/planning/plans/", "main table tbody tr:last-child a"
REPORTS = "/records/planning/reports/?state=reported"
REVIEW = "/reports/review/"


def of_readme(name: str, account: str, address: str, *clicks: str) -> Picture:
    """Return a picture for README."""
    return Picture(name, account, address, clicks, DESK, README)


PICTURES = [
    of_readme("sign-in", "", "/account/login/"),
    of_readme("workbench", "planhead", "/"),
    of_readme("plan", "reader", PLANS, LATEST),
    of_readme("tasks", "reader", "/records/planning/tasks/"),
    of_readme("targets", "reader", "/records/planning/targets/"),
    of_readme("organisations", "sysadmin", "/records/people/organisations/"),
    of_readme("audit", "auditor", "/records/audit/activities/"),
    Picture("leader-tree", "leader", "/overview/"),
    Picture("leader-task", "leader", "/overview/?light=red", ("a.opener >> nth=0",)),
    Picture("leader-cockpit", "leader", "/cockpit/", size=DESK),
    Picture("plan-head-decide", "planhead", "/", ("main .queue a", "text=去审批")),
    Picture("plan-head-ledger", "planhead", "/overview/", ("a:has-text('台账')",)),
    Picture("plan-officer-review", "planofficer", REVIEW),
    Picture("plan-officer-return", "planofficer", REPORTS, (f"{LATEST}", "text=退回补充")),
    Picture("plan-officer-assign", "planofficer", PLANS, (LATEST, "text=任务分工")),
    Picture("supervisor-board", "supervisor", "/supervision/"),
    Picture("supervisor-finding", "supervisor", "/supervision/", ("main tbody a.opener >> nth=0",)),
    Picture("supervisor-urge", "supervisor", "/overview/?light=yellow", ("[data-select-all]", "button[formaction]")),
    Picture("unit-head-sign", "unithead", "/reporting/"),
    Picture("unit-head-unit", "unithead", "/units/"),
    Picture("liaison-workbench", "liaison", "/"),
    Picture("liaison-sheet", "liaison", "/reporting/"),
    Picture("liaison-phone", "liaison", "/reporting/", size=PHONE),
    Picture("school-tree", "school", "/overview/?mine=support"),
    Picture("school-unit", "school", "/units/"),
    Picture("reader-plan", "reader", PLANS, (LATEST, ".jx-notes a >> nth=3"), DESK),
    Picture("reader-search", "reader", "/search/?q=双师型"),
    Picture("reader-public", "reader", "/progress/"),
    Picture("system-administrator-organisations", "sysadmin", "/records/people/organisations/"),
    Picture("system-administrator-reorganise", "sysadmin", "/organisations/reorganise/"),
    Picture("security-administrator-assignments", "secadmin", "/records/people/assignments/"),
    Picture("security-administrator-policies", "secadmin", "/records/people/security-policies/"),
    Picture("auditor-log", "auditor", "/records/audit/activities/"),
    Picture("auditor-verify", "auditor", "/audit/verify/", ("text=立即验证",)),
    of_readme("check", "planofficer", "/plans/upload/"),
]


def sign_in(context: BrowserContext, base: str, username: str) -> Page:
    """Open a page and sign in with an account of the demonstration."""
    page = context.new_page()
    if username:
        page.goto(f"{base}/account/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{base}/")
    return page


def upload(page: Page) -> None:
    """Upload the plan of the demonstration once more and stay at the desk."""
    page.set_input_files("input[name=file]", str(PLAN))
    page.click("main button[type=submit]")
    page.wait_for_selector("#paper")


def take(browser: Browser, base: str, picture: Picture) -> None:
    """Take one picture and keep it in few colours."""
    width, height = picture.size
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = sign_in(context, base, picture.account)
    page.goto(base + picture.address)
    if picture.address == "/plans/upload/":
        upload(page)
    for click in picture.clicks:
        page.click(click)
        page.wait_for_load_state("networkidle")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(REST)
    image = Image.open(BytesIO(page.screenshot())).convert("RGB")
    path = picture.place / f"{picture.name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    image.quantize(COLOURS, METHOD, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(DOCUMENTS.parent)}: {path.stat().st_size // 1024} KiB")
    context.close()


def main(base: str, wanted: list[str]) -> None:
    """Take all pictures, or those whose names are given."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            if not wanted or picture.name in wanted:
                take(browser, base, picture)
        browser.close()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    given = [argument for argument in arguments if argument.startswith("http")]
    main((given or ["http://localhost:8000"])[0].rstrip("/"), [name for name in arguments if name not in given])
