"""The rules of recipes: what CreateComponentVersion takes."""

import json
import re

import yaml
from wire import invalid

LIMIT = 16384
VERSION = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
TYPES = ("aws.greengrass.generic", "aws.greengrass.plugin", "aws.greengrass.lambda", "aws.greengrass.nucleus")
STEPS = ("bootstrap", "install", "run", "startup", "shutdown", "recover")


def lower(value, where, deep=True):
    """The object with its keys in lower case: the service reads them whatever their case."""
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise invalid(f"Invalid Request. Message: {where} must be an object with string keys", [(where, "must be an object")])
    return {k.lower(): lower(v, where) if deep and isinstance(v, dict) else v for k, v in value.items()}


def parse(text):
    """The recipe as it is, its outermost keys in lower case, the URIs of its artifacts, and its platforms."""
    try:
        recipe = json.loads(text)
    except ValueError:
        try:
            recipe = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise invalid(f"Invalid Request. Message: the recipe is neither JSON nor YAML: {error}") from error
    top = lower(recipe, "the recipe", deep=False)
    bad = list(head_faults(top)) + list(dependency_faults(top))
    manifests = top.get("manifests")
    if not isinstance(manifests, list) or not manifests:
        bad.append(("Manifests", "must be a list of at least one object"))
        manifests = []
    artifacts, platforms = [], []
    for index, manifest in enumerate(manifests):
        where = f"Manifests[{index}]"
        manifest = lower(manifest, where, deep=False)
        platform = lower(manifest.get("platform") or {}, f"{where}.Platform", deep=False)
        label = manifest.get("name") or "-".join(str(value) for value in platform.values()) or "all"
        platforms.append({"name": label, "attributes": {str(k): str(v) for k, v in platform.items()}})
        bad += lifecycle_faults(manifest, where)
        uris, faults = artifacts_of(manifest, where)
        artifacts, bad = artifacts + uris, bad + faults
    if bad:
        raise invalid("Invalid Request. Message: " + "; ".join(f"{name} {why}" for name, why in bad), bad)
    return recipe, top, artifacts, platforms


def head_faults(top):
    name, version = top.get("componentname"), top.get("componentversion")
    if top.get("recipeformatversion") != "2020-01-25":
        yield "RecipeFormatVersion", "must be the string '2020-01-25'"
    if not isinstance(name, str) or not re.fullmatch(r"[a-zA-Z0-9\-_.]{1,128}", name):
        yield "ComponentName", "must match [a-zA-Z0-9-_.]{1,128}"
    if not isinstance(version, str) or len(version) > 64 or not VERSION.fullmatch(version):
        yield "ComponentVersion", "must be a semantic version, at most 64 characters and 6 digits a part"
    if str(top.get("componenttype", TYPES[0])).lower() not in TYPES:
        yield "ComponentType", "is not a known type"


def dependency_faults(top):
    depends = top.get("componentdependencies") or {}
    lower(depends, "ComponentDependencies", deep=False)
    for other, spec in depends.items():
        where = f"ComponentDependencies.{other}"
        spec = lower(spec, where)
        if not isinstance(spec.get("versionrequirement"), str) or other == top.get("componentname"):
            yield where, "needs a VersionRequirement, and must not be the component itself"
        if str(spec.get("dependencytype", "HARD")).upper() not in ("HARD", "SOFT"):
            yield f"{where}.DependencyType", "must be HARD or SOFT"


def lifecycle_faults(manifest, where):
    where = f"{where}.Lifecycle"
    steps = lower(manifest.get("lifecycle") or {}, where, deep=False)
    if "run" in steps and "startup" in steps:
        yield where, "can define only one of Run and Startup"
    for step in STEPS:
        if step in steps and not isinstance(steps[step], str) and "script" not in lower(steps[step], f"{where}.{step}"):
            yield f"{where}.{step}", "needs a Script"


def artifacts_of(manifest, where):
    where, names, uris, bad = f"{where}.Artifacts", set(), [], []
    listed = manifest.get("artifacts") or []
    for item in listed if isinstance(listed, list) else [listed, None]:
        item = lower(item, where)
        uri = str(item.get("uri") or "")
        file = uri.rsplit("/", 1)[-1]
        if not re.match(r"(s3://[^/]+/.+|docker:.+|greengrass:.+|lambda:.+)", uri):
            bad.append((f"{where}.URI", f"'{uri}' is not an s3:// or docker: URI"))
        if file in names and uri.startswith("s3"):
            bad.append((f"{where}.URI", f"the file name of '{uri}' is not unique in the manifest"))
        if str(item.get("unarchive", "NONE")).upper() not in ("NONE", "ZIP"):
            bad.append((f"{where}.Unarchive", "must be NONE or ZIP"))
        for right, level in lower(item.get("permission") or {}, f"{where}.Permission").items():
            if right not in ("read", "execute") or str(level).upper() not in ("NONE", "OWNER", "ALL"):
                bad.append((f"{where}.Permission.{right}", "must be Read/Execute: NONE, OWNER or ALL"))
        names.add(file)
        uris.append(uri)
    return uris, bad


def order(version):
    """What versions are sorted by."""
    core, _, pre = version.partition("+")[0].partition("-")
    rank = [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in pre.split(".")] if pre else [(2, 0, "")]
    return [int(part) for part in core.split(".")], rank
