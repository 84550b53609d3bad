"""What every request has to pass: its signature, and the members that botocore's service model asks for."""

import base64
import binascii
import datetime
import hashlib
import hmac
import json
import re
from urllib.parse import unquote, urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


class Refusal(Exception):
    """An error as the service answers it; `members` stand beside the message."""

    def __init__(self, code, message, status=400, **members):
        super().__init__(message)
        self.code, self.message, self.status, self.members = code, message, status, members


def invalid(message, fields=()):
    listed = [{"name": name, "message": why} for name, why in fields]
    return Refusal("ValidationException", message, 400, reason="FIELD_VALIDATION_FAILED", fields=listed)


def missing(kind, ident):
    return Refusal(
        "ResourceNotFoundException", f"The {kind} {ident} can't be found.", 404, resourceId=ident, resourceType=kind
    )


KINDS = {
    "structure": dict, "map": dict, "list": list, "string": str, "blob": str, "boolean": bool, "integer": int, "long": int,
    "double": (int, float), "float": (int, float), "timestamp": (int, float),
}
# Classes of letters as the model's patterns name them, and as Python does.
CLASSES = ((r"\p{L}", r"\w"), (r"\p{N}", r"\d"), (r"\p{Z}", r"\s"))
NUMBERS = ("integer", "long", "double", "float")


def translated(pattern):
    for name, own in CLASSES:
        pattern = pattern.replace(name, own)
    return pattern


def check(shape, value, path, out):
    """Adds to `out` every difference between a decoded JSON value and a shape of the model."""
    kind, meta = shape.type_name, shape.metadata
    if not isinstance(value, KINDS[kind]) or (isinstance(value, bool) and kind != "boolean"):
        out.append((path, f"must be a {kind}, is {type(value).__name__}"))
        return
    size = value if kind in NUMBERS else (len(value) if hasattr(value, "__len__") else 0)
    if meta.get("min") is not None and size < meta["min"]:
        out.append((path, f"must be at least {meta['min']}"))
    if meta.get("max") is not None and size > meta["max"]:
        out.append((path, f"must be at most {meta['max']}"))
    if kind == "string":
        if meta.get("pattern") and not re.fullmatch(translated(meta["pattern"]), value):
            out.append((path, f"must satisfy regular expression pattern: {meta['pattern']}"))
        if getattr(shape, "enum", None) and value not in shape.enum:
            out.append((path, f"must be one of {list(shape.enum)}"))
    elif kind == "blob":
        try:
            base64.b64decode(value, validate=True)
        except binascii.Error:
            out.append((path, "must be base64"))
    elif kind == "structure":
        check_members(shape, value, path, out)
    elif kind == "map":
        for key, item in value.items():
            check(shape.key, key, f"{path}.(key)", out)
            check(shape.value, item, f"{path}.{key}.", out)
    elif kind == "list":
        for index, item in enumerate(value):
            check(shape.member, item, f"{path}[{index}].", out)


def check_members(shape, value, path, out):
    for name in shape.required_members:
        if value.get(name) is None:
            out.append((f"{path}{name}", "is required"))
    for name, item in value.items():
        if name not in shape.members:
            out.append((f"{path}{name}", f"is not a member of {shape.name}"))
        elif item is not None:
            member = shape.members[name]
            check(member, item, f"{path}{name}" + "." * (member.type_name == "structure"), out)


class Router:
    """Finds the operation of a method and a path as it came, by the model's URI templates."""

    def __init__(self, model):
        self.routes = []
        for name in model.operation_names:
            operation = model.operation_model(name)
            pattern = re.sub(
                r"\\\{(\w+)(\\\+)?\\\}",
                lambda found: f"(?P<{found[1]}>.+)" if found[2] else f"(?P<{found[1]}>[^/]+)",
                re.escape(operation.http["requestUri"]),
            )
            self.routes.append((pattern.count("(?P"), operation.http["method"], re.compile(pattern), operation))
        self.routes.sort(key=lambda route: route[0])

    def find(self, method, path):
        for _, verb, pattern, operation in self.routes:
            found = pattern.fullmatch(path)
            if found and verb == method:
                return operation, {key: unquote(value) for key, value in found.groupdict().items()}
        raise Refusal("UnknownOperationException", f"no operation for {method} {path}", 404)


def decode(operation, uri, query, body):
    """The operation's input out of path, query and JSON body; refused where the model does not allow it."""
    shape, values, problems = operation.input_shape, dict(uri), []
    members = shape.members if shape else {}
    by_query = {
        member.serialization.get("name", name): name
        for name, member in members.items()
        if member.serialization.get("location") == "querystring"
    }
    for key, value in query:
        if key not in by_query:
            problems.append((key, "is not a query parameter of this operation"))
        elif members[by_query[key]].type_name == "integer" and re.fullmatch(r"-?\d+", value):
            values[by_query[key]] = int(value)
        elif members[by_query[key]].type_name == "list":
            values.setdefault(by_query[key], []).append(value)
        else:
            values[by_query[key]] = value
    if body:
        try:
            document = json.loads(body)
        except ValueError as error:
            raise Refusal("SerializationException", f"body is not JSON: {error}") from error
        if not isinstance(document, dict):
            raise Refusal("SerializationException", "body is not a JSON object")
        for key, value in document.items():
            if key in members and members[key].serialization.get("location"):
                problems.append((key, "does not belong in the body"))
            values[key] = value
    if shape:
        check(shape, values, "", problems)
    if problems:
        text = "; ".join(f"{name or 'input'} {why}" for name, why in problems)
        raise invalid(f"{len(problems)} validation error(s) detected: {text}", problems)
    return {key: value for key, value in values.items() if value is not None}


class Verifier(SigV4Auth):
    """Signs as botocore does, over exactly the headers that the client has signed."""

    def headers_to_sign(self, request):
        return request.headers


AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/, ]+)/(\d{8})/([\w-]+)/([\w-]+)/aws4_request, ?"
    r"SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})"
)


def deny(code, message):
    return Refusal(code, message, 403)


def caller(state, headers, now):
    """The parts of the Authorization header, and whose key it names."""
    header = headers.get("Authorization", "")
    if not header:
        raise deny("MissingAuthenticationTokenException", "Missing Authentication Token")
    found = AUTHORIZATION.fullmatch(header)
    if not found:
        raise deny("IncompleteSignatureException", f"Authorization header is malformed: {header[:200]}")
    account = state.keys.get(found[1]) or state.sessions.get(found[1])
    if not account or not hmac.compare_digest(account.get("token") or "", headers.get("X-Amz-Security-Token") or ""):
        raise deny("UnrecognizedClientException", "The security token included in the request is invalid.")
    if account.get("expires", now.timestamp()) < now.timestamp():
        raise deny("ExpiredTokenException", "The security token included in the request is expired")
    return found, account


def check_headers(headers, stamp, day, names, now):
    try:
        age = abs((datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ") - now.replace(tzinfo=None)).total_seconds())
    except ValueError as error:
        raise deny("IncompleteSignatureException", f"X-Amz-Date is missing or malformed: '{stamp}'") from error
    if age > 900:
        raise deny("InvalidSignatureException", f"Signature expired: {stamp} is {age:.0f} s from {now:%Y%m%dT%H%M%SZ}")
    if stamp[:8] != day or names != sorted(names) or "host" not in names:
        raise deny("InvalidSignatureException", "credential date, or SignedHeaders (sorted, with host), is wrong")
    unsigned = [name.lower() for name in headers if name.lower().startswith("x-amz-") and name.lower() not in names]
    absent = [name for name in names if name not in headers]
    if unsigned or absent:
        raise deny("InvalidSignatureException", f"headers not signed: {unsigned}; signed but absent: {absent}")


def authenticate(state, method, target, headers, body, now):
    """Whose request it is, its region and its service; refused unless its signature is the one that botocore makes."""
    found, account = caller(state, headers, now)
    key, day, region, service, signed, signature = found.groups()
    stamp, names = headers.get("X-Amz-Date", ""), signed.split(";")
    check_headers(headers, stamp, day, names, now)
    if service not in ("greengrass", "sts") or (state.region and region != state.region):
        wanted = state.region or "a region"
        raise deny("InvalidSignatureException", f"Credential should be scoped to {wanted}/greengrass, is {region}/{service}")
    parts = urlsplit(target)
    pairs = [(unquote(k), unquote(v)) for k, _, v in (pair.partition("=") for pair in parts.query.split("&") if pair)]
    request = AWSRequest(method=method, url=f"http://{headers['Host']}{parts.path}", params=pairs, data=body)
    for name in names:
        for value in headers.get_all(name):
            request.headers.add_header(name, value)
    request.context["timestamp"] = stamp
    digest = hashlib.sha256(body).hexdigest()
    if headers.get("X-Amz-Content-SHA256", digest) != digest:
        raise deny("InvalidSignatureException", "x-amz-content-sha256 is not the SHA-256 of the body")
    signer = Verifier(Credentials(key, account["secret"]), service, region)
    canonical = signer.canonical_request(request)
    text = signer.string_to_sign(request, canonical)
    if not hmac.compare_digest(signer.signature(text, request), signature):
        raise deny(
            "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. The Canonical String should"
            f" have been '{canonical}' and the String-to-Sign '{text}'",
        )
    state.use_session(account)
    return account, region, service
