#!/usr/bin/env bash
# Writes Sources/CPages/pages.c, the list of the files of web/ that are put into the program. Run it after a file was added
# to web/ or taken out; the content of files is read whenever the program is built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
    echo "pages.sh: $*" >&2
    exit 1
}

mapfile -t files < <(cd web && find . -type f | sed 's|^\./||' | LC_ALL=C sort)
((${#files[@]} > 0)) || fail "web/ has no files"
{
    echo '/* Written by helpers/pages.sh: the files of web/. */'
    echo '#include "pages.h"'
    echo
    echo '#pragma clang diagnostic ignored "-Wc23-extensions"'
    number=0
    for file in "${files[@]}"; do
        [[ $file =~ ^[A-Za-z0-9_/-]+(\.[A-Za-z0-9_-]+)*\.(html|js|css|json|svg|png|ico|webmanifest|txt|woff2)$ ]] ||
            fail "web/$file: a file there has a name of A-Z a-z 0-9 _ . - and the ending of a page (html, js, css, …)"
        printf '\nstatic const unsigned char page_%d[] = {\n#embed "../../web/%s" if_empty(0)\n};\n' "$number" "$file"
        number=$((number + 1))
    done
    printf '\nstatic const struct marram_page pages[] = {\n'
    number=0
    for file in "${files[@]}"; do
        printf '    {"%s", page_%d, sizeof page_%d},\n' "$file" "$number" "$number"
        number=$((number + 1))
    done
    printf '};\n\nsize_t marram_page_count(void) { return sizeof pages / sizeof pages[0]; }\n'
    printf '\nstruct marram_page marram_page_at(size_t number) { return pages[number]; }\n'
} >Sources/CPages/pages.c
