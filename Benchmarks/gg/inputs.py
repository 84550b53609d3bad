"""The same three components for gg and for GDK: a small program, a model as one file, a model in a zip."""

import json
import os
import shutil

ACCOUNT, REGION = "111111111111", "eu-west-1"
OURS, THEIRS = "marram-gg", f"marram-gdk-{REGION}-{ACCOUNT}"
COMPONENTS = {"app": "app.zip", "model_1": "model.tar.gz", "model_2": "model_2.zip"}


def name(component):
    return f"com.example.{component}"


def make_random(path, mebibytes):
    """Bytes that no zip can save; little in memory, since a process that is begun here counts from our own peak."""
    with path.open("wb") as file:
        for _ in range(mebibytes):
            file.write(os.urandom(1 << 20))


def make_sources(folder):
    """Random bytes, and some small files beside them in the program."""
    app = folder / "app"
    (app / "data").mkdir(parents=True)
    make_random(app / "data" / "frames.bin", 8)
    for number in range(20):
        (app / f"part_{number}.py").write_text(f"VALUE = {number}\n" * 50)
    (app / "run.sh").write_text("#!/bin/sh\nexec python3 part_0.py\n")
    for component, file in (("model_1", "model.tar.gz"), ("model_2", "weights.bin")):
        (folder / component).mkdir()
        make_random(folder / component / file, 64)


def artifact(component):
    uri = f"s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/{COMPONENTS[component]}"
    return {"URI": uri, "Unarchive": "ZIP" if uri.endswith(".zip") else "NONE"}


def make_ours(folder):
    """A folder with one gg-config.yml; JSON is YAML."""
    folder.mkdir()
    make_sources(folder)
    components = {
        component: {
            "component-name": name(component),
            "ComponentDescription": "A component of the benchmark",
            "ComponentPublisher": "Example",
            "root": component,
            "version": "NEXT_PATCH",
            "build": {"build_system": "zip"},
            "Artifacts": [artifact(component)],
            "Lifecycle": {"Run": "echo done"},
        }
        for component in COMPONENTS
    }
    (folder / "gg-config.yml").write_text(json.dumps({"custom-components": components}, indent=2))


def make_theirs(folder, ours):
    """A folder for each component, with its recipe and gdk-config.json; the files are those of `ours`."""
    for component, file in COMPONENTS.items():
        shutil.copytree(ours / component, folder / component)
        recipe = {
            "RecipeFormatVersion": "2020-01-25",
            "ComponentName": "{COMPONENT_NAME}",
            "ComponentVersion": "{COMPONENT_VERSION}",
            "ComponentDescription": "A component of the benchmark",
            "ComponentPublisher": "Example",
            "Manifests": [
                {"Platform": {"os": "linux"}, "Lifecycle": {"run": "echo done"}, "Artifacts": [artifact(component)]}
            ],
        }
        build = {"build_system": "zip", "options": {"zip_name": file.removesuffix(".zip")}}
        if not file.endswith(".zip"):
            # A single file is no zip: GDK leaves that to a command, which also places the recipe.
            target = f"greengrass-build/artifacts/{name(component)}/NEXT_PATCH"
            recipe |= {"ComponentName": name(component), "ComponentVersion": "NEXT_PATCH"}
            command = f"cp {file} {target}/ && cp recipe.json greengrass-build/recipes/"
            build = {"build_system": "custom", "custom_build_command": ["sh", "-c", command]}
        config = {
            "component": {
                name(component): {
                    "author": "Example",
                    "version": "NEXT_PATCH",
                    "build": build,
                    "publish": {"bucket": "marram-gdk", "region": REGION},
                }
            },
            "gdk_version": "1.0.0",
        }
        (folder / component / "recipe.json").write_text(json.dumps(recipe, indent=2))
        (folder / component / "gdk-config.json").write_text(json.dumps(config, indent=2))
