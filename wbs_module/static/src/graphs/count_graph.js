import { registry } from "@web/core/registry";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";
import { KEPT, LATE, PAUSED, WARNING } from "@wbs_module/oversight/colours";

/** How a deadline stands. */
const COLOURS = {
    late: LATE,
    running: "#5b8def",
    paused: PAUSED,
    met: KEPT,
    met_late: WARNING,
    stopped: "#c9ced6",
};

/**
 * Odoo's graph of counts: whole numbers, no line of sums over the bars, and colours of
 * its own where the bars tell how deadlines stand, so that red means late.
 */
export class CountGraphRenderer extends GraphRenderer {
    get counts() {
        return this.model.metaData.measure === "__count";
    }

    getBarChartData() {
        const { lineOverlayDataset } = this.model;
        const data = super.getBarChartData();
        const datasets = data.datasets.filter((it) => it !== lineOverlayDataset);
        const names = this.model.metaData.fields.standing?.selection || [];
        for (const dataset of datasets) {
            const found = names.find(([, name]) => name === dataset.label);
            if (found) {
                dataset.backgroundColor = COLOURS[found[0]];
            }
        }
        return { ...data, datasets };
    }

    formatValue(value, ...rest) {
        if (!this.counts) {
            return super.formatValue(value, ...rest);
        }
        return Number.isInteger(value) ? String(value) : "";
    }
}

registry.category("views").add("wbs_count_graph", {
    ...graphView,
    Renderer: CountGraphRenderer,
});
