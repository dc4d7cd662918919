"""Ask every external link of the built site whether it still answers.

``check_links.py site`` fails on links that are broken and not in the baseline;
``check_links.py site --write`` makes today's broken links the baseline.
"""

import argparse
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag
from urllib.request import Request, urlopen

BASELINE = Path(__file__).parent.parent / ".github" / "link-baseline.txt"
EXTERNAL_LINK = re.compile(r"""<a\s[^>]*?href=["']?(https?://[^"'\s>]+)""")
REFUSALS = {401, 403, 405, 429}  # the server is there, and turns programs away


def external_links(site: Path) -> dict[str, str]:
    """Return every external address of the site, each with the first page that holds it."""
    first_page: dict[str, str] = {}
    for page in sorted(site.rglob("*.html")):
        for address in EXTERNAL_LINK.findall(page.read_text(encoding="utf-8")):
            first_page.setdefault(urldefrag(unescape(address)).url, str(page.relative_to(site)))
    return first_page


def fault(address: str, tries: int = 3, pause: float = 5, timeout: float = 20) -> str:
    """Return what is wrong with an address, or an empty string."""
    reason = ""
    for attempt in range(tries):
        time.sleep(pause * attempt)
        for method in ("HEAD", "GET"):  # some servers know no HEAD
            request = Request(address, method=method, headers={"User-Agent": "link check"})
            try:
                with urlopen(request, timeout=timeout):
                    return ""
            except HTTPError as error:
                error.close()
                reason = "" if error.code in REFUSALS else f"HTTP {error.code}"
            except (OSError, HTTPException, ValueError) as error:
                reason = str(error) or type(error).__name__
        if reason in {"", "HTTP 404", "HTTP 410"}:  # another try changes nothing
            break
    return reason


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", type=Path, help="folder of the built site")
    parser.add_argument("--write", action="store_true", help="renew the baseline")
    options = parser.parse_args(arguments)
    pages = external_links(options.site)
    if not pages:
        print(f"{options.site}: no external link found; build the site first", file=sys.stderr)
        return 2
    with ThreadPoolExecutor(max_workers=8) as pool:
        reasons = dict(zip(pages, pool.map(fault, pages), strict=True))
    broken = {address: reason for address, reason in sorted(reasons.items()) if reason}
    lines = BASELINE.read_text(encoding="utf-8").splitlines()
    if options.write:
        lines = [line for line in lines if line.startswith("#")] + list(broken)
        BASELINE.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    new = broken.keys() - set(lines)
    for address, reason in broken.items():
        state = "BROKEN" if address in new else "known"
        print(f"{state}: {address} ({reason}), linked from {pages[address]}")
    for line in sorted({line for line in lines if line.startswith("http")} - broken.keys()):
        print(f"mended or no longer linked, take it out of {BASELINE.name}: {line}")
    print(f"{len(pages)} links, {len(broken)} broken, {len(new)} of these new")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main())
