"""The language a request is answered in: asked for, chosen before, the person's own, or the browser's wish."""

from starlette.requests import Request
from starlette.responses import Response

from rmtc.i18n import languages

COOKIE = "rmtc-language"
YEAR = 365 * 24 * 3600


def choose_language(request: Request) -> None:
    """Set the language of a request from ?lang=, the cookie, or the Accept-Language header."""
    offered: tuple[str, ...] = request.app.state.settings.language_codes
    asked = request.query_params.get("lang", "")
    kept = request.cookies.get(COOKIE, "")
    chosen = next((code for code in (asked, kept) if code in offered), None)
    request.state.language_chosen = chosen is not None
    request.state.language_asked = asked if asked in offered else None
    languages.use(chosen or languages.from_header(request.headers.get("accept-language", ""), offered) or offered[0])


def follow_person(request: Request, language: str) -> None:
    """Answer in the person's own language unless this browser has chosen another."""
    if not getattr(request.state, "language_chosen", False) and language in request.app.state.settings.language_codes:
        languages.use(language)


def remember_language(request: Request, response: Response) -> None:
    """Keep the language that was asked for."""
    if asked := getattr(request.state, "language_asked", None):
        secure = request.app.state.settings.is_secure
        response.set_cookie(COOKIE, asked, max_age=YEAR, httponly=True, samesite="lax", secure=secure)
