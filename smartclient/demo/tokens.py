"""Tokens: RS256 JWTs with a lifetime for REST and the event stream, and the second kind for the image server."""

import base64
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from smartclient.demo.answers import ApiError, Json
from smartclient.demo.ids import derived, fresh

SCOPE = "managementserver"
IMAGE_TOKEN_S = 3600
LOCK_OUT_AFTER = 5
LOCK_OUT_S = 60.0
KEPT = 10_000


@dataclass(frozen=True, slots=True)
class _Grant:
    user: str
    expires: float


@cache
def _key() -> rsa.RSAPrivateKey:
    """One key a process, made when somebody first signs in, as it takes a while; tokens are known by server all the same."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _url_safe(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Tokens:
    """Signs users in and knows which tokens are good. `clock` gives seconds since the epoch."""

    def __init__(
        self, users: set[str], password: str, lifetime_s: float, clock: Callable[[], float] = time.time
    ) -> None:
        self.lifetime_s = lifetime_s
        self._users, self._password, self._clock = users, password, clock
        self._failures: dict[str, tuple[int, float]] = {}
        self._access: dict[str, _Grant] = {}
        self._refresh: dict[str, str] = {}
        self._image: dict[str, _Grant] = {}

    def check_password(self, user: str, password: str) -> str | None:
        """None when the user may come in, else the error code: `InvalidCredential` or `LockedOut`."""
        failed, since = self._failures.get(user, (0, 0.0))
        if failed >= LOCK_OUT_AFTER and self._clock() - since < LOCK_OUT_S:
            return "LockedOut"
        known = user in self._users
        if hmac.compare_digest(password.encode(), self._password.encode()) and known:
            self._failures.pop(user, None)
            return None
        if known:
            self._failures[user] = (failed % LOCK_OUT_AFTER + 1, self._clock())
        return "InvalidCredential"

    def issue(self, user: str, client: str, issuer: str) -> str:
        """A new access token for a user."""
        now = self._clock()
        claims = {
            "iss": issuer,
            "aud": SCOPE,
            "client_id": client,
            "sub": derived("basicUsers", user),
            "name": user,
            "scope": [SCOPE],
            "nbf": int(now),
            "iat": int(now),
            "exp": int(now + self.lifetime_s),
            "jti": fresh(),
        }
        header = {"alg": "RS256", "typ": "at+jwt", "kid": self.key_id}
        signed = ".".join(_url_safe(msgspec.json.encode(part)) for part in (header, claims))
        signature = _key().sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        token = f"{signed}.{_url_safe(signature)}"
        self._access[token] = _Grant(user, now + self.lifetime_s)
        _forget_oldest(self._access)
        return token

    def issue_refresh(self, user: str) -> str:
        """A refresh token, good until it is used."""
        token = secrets.token_hex(32)
        self._refresh[token] = user
        _forget_oldest(self._refresh)
        return token

    def redeem(self, refresh_token: str) -> str | None:
        """The user of a refresh token, which is used up; None when it is not good."""
        return self._refresh.pop(refresh_token, None)

    def user_of(self, token: str) -> str:
        """The user of an access token. Raises ApiError 401 when it is unknown or expired."""
        grant = self._access.get(token)
        if grant is None:
            raise ApiError(401, "Token validation failed: the signature is invalid.")
        if grant.expires <= self._clock():
            raise ApiError(401, "Token validation failed: the token is expired.")
        return grant.user

    def expire_all(self) -> None:
        """Every access and image token issued so far is expired from now on."""
        for grants in (self._access, self._image):
            for token, grant in grants.items():
                grants[token] = replace(grant, expires=0.0)

    def issue_image_token(self, user: str, host: str) -> str:
        """A token of the second kind, for the image server, good for IMAGE_TOKEN_S."""
        token = f"TOKEN#{fresh()}#{host}//ServerConnector#"
        self._image[token] = _Grant(user, self._clock() + IMAGE_TOKEN_S)
        _forget_oldest(self._image)
        return token

    def image_user(self, token: str) -> str | None:
        """The user of an image token, None when it is unknown or expired."""
        grant = self._image.get(token)
        return grant.user if grant and grant.expires > self._clock() else None

    @property
    def key_id(self) -> str:
        """Names the signing key."""
        return derived("keys", str(_key().public_key().public_numbers().n))

    def key_set(self) -> Json:
        """The public key as a JSON Web Key Set (RFC 7517)."""
        numbers = _key().public_key().public_numbers()
        modulus, exponent = (
            _url_safe(value.to_bytes((value.bit_length() + 7) // 8, "big")) for value in (numbers.n, numbers.e)
        )
        return {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.key_id, "n": modulus, "e": exponent}]}


def _forget_oldest(kept: dict[str, _Grant] | dict[str, str]) -> None:
    while len(kept) > KEPT:
        del kept[next(iter(kept))]
