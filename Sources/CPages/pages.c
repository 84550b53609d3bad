/* Written by helpers/pages.sh: the files of web/. */
#include "pages.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char page_0[] = {
#embed "../../web/docs/element.js" if_empty(0)
};

static const unsigned char page_1[] = {
#embed "../../web/docs/index.html" if_empty(0)
};

static const unsigned char page_2[] = {
#embed "../../web/docs/reference.css" if_empty(0)
};

static const unsigned char page_3[] = {
#embed "../../web/docs/reference.js" if_empty(0)
};

static const unsigned char page_4[] = {
#embed "../../web/docs/schema.js" if_empty(0)
};

static const unsigned char page_5[] = {
#embed "../../web/docs/trial.js" if_empty(0)
};

static const unsigned char page_6[] = {
#embed "../../web/icon.svg" if_empty(0)
};

static const unsigned char page_7[] = {
#embed "../../web/index.html" if_empty(0)
};

static const unsigned char page_8[] = {
#embed "../../web/main.js" if_empty(0)
};

static const unsigned char page_9[] = {
#embed "../../web/node.js" if_empty(0)
};

static const unsigned char page_10[] = {
#embed "../../web/openapi.json" if_empty(0)
};

static const unsigned char page_11[] = {
#embed "../../web/panels/attempt.js" if_empty(0)
};

static const unsigned char page_12[] = {
#embed "../../web/panels/charts.js" if_empty(0)
};

static const unsigned char page_13[] = {
#embed "../../web/panels/compare.js" if_empty(0)
};

static const unsigned char page_14[] = {
#embed "../../web/panels/concerns.js" if_empty(0)
};

static const unsigned char page_15[] = {
#embed "../../web/panels/drift.js" if_empty(0)
};

static const unsigned char page_16[] = {
#embed "../../web/panels/inputs.js" if_empty(0)
};

static const unsigned char page_17[] = {
#embed "../../web/panels/log.js" if_empty(0)
};

static const unsigned char page_18[] = {
#embed "../../web/panels/machine.js" if_empty(0)
};

static const unsigned char page_19[] = {
#embed "../../web/panels/models.js" if_empty(0)
};

static const unsigned char page_20[] = {
#embed "../../web/panels/overview.js" if_empty(0)
};

static const unsigned char page_21[] = {
#embed "../../web/panels/predictions.js" if_empty(0)
};

static const unsigned char page_22[] = {
#embed "../../web/panels/scores.js" if_empty(0)
};

static const unsigned char page_23[] = {
#embed "../../web/panels/updates.js" if_empty(0)
};

static const unsigned char page_24[] = {
#embed "../../web/parts/chart.js" if_empty(0)
};

static const unsigned char page_25[] = {
#embed "../../web/parts/dom.js" if_empty(0)
};

static const unsigned char page_26[] = {
#embed "../../web/parts/format.js" if_empty(0)
};

static const unsigned char page_27[] = {
#embed "../../web/parts/histogram.js" if_empty(0)
};

static const unsigned char page_28[] = {
#embed "../../web/parts/panel.js" if_empty(0)
};

static const unsigned char page_29[] = {
#embed "../../web/parts/plot.js" if_empty(0)
};

static const unsigned char page_30[] = {
#embed "../../web/parts/surface.js" if_empty(0)
};

static const unsigned char page_31[] = {
#embed "../../web/style.css" if_empty(0)
};

static const unsigned char page_32[] = {
#embed "../../web/theme.js" if_empty(0)
};

static const struct marram_page pages[] = {
    {"docs/element.js", page_0, sizeof page_0},
    {"docs/index.html", page_1, sizeof page_1},
    {"docs/reference.css", page_2, sizeof page_2},
    {"docs/reference.js", page_3, sizeof page_3},
    {"docs/schema.js", page_4, sizeof page_4},
    {"docs/trial.js", page_5, sizeof page_5},
    {"icon.svg", page_6, sizeof page_6},
    {"index.html", page_7, sizeof page_7},
    {"main.js", page_8, sizeof page_8},
    {"node.js", page_9, sizeof page_9},
    {"openapi.json", page_10, sizeof page_10},
    {"panels/attempt.js", page_11, sizeof page_11},
    {"panels/charts.js", page_12, sizeof page_12},
    {"panels/compare.js", page_13, sizeof page_13},
    {"panels/concerns.js", page_14, sizeof page_14},
    {"panels/drift.js", page_15, sizeof page_15},
    {"panels/inputs.js", page_16, sizeof page_16},
    {"panels/log.js", page_17, sizeof page_17},
    {"panels/machine.js", page_18, sizeof page_18},
    {"panels/models.js", page_19, sizeof page_19},
    {"panels/overview.js", page_20, sizeof page_20},
    {"panels/predictions.js", page_21, sizeof page_21},
    {"panels/scores.js", page_22, sizeof page_22},
    {"panels/updates.js", page_23, sizeof page_23},
    {"parts/chart.js", page_24, sizeof page_24},
    {"parts/dom.js", page_25, sizeof page_25},
    {"parts/format.js", page_26, sizeof page_26},
    {"parts/histogram.js", page_27, sizeof page_27},
    {"parts/panel.js", page_28, sizeof page_28},
    {"parts/plot.js", page_29, sizeof page_29},
    {"parts/surface.js", page_30, sizeof page_30},
    {"style.css", page_31, sizeof page_31},
    {"theme.js", page_32, sizeof page_32},
};

size_t marram_page_count(void) { return sizeof pages / sizeof pages[0]; }

struct marram_page marram_page_at(size_t number) { return pages[number]; }
