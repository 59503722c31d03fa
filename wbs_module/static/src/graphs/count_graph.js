import { registry } from "@web/core/registry";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";

/** How a deadline stands, in colours that mean the same on the dashboard. */
const COLOURS = {
    late: "#c0392b",
    running: "#5b8def",
    paused: "#8a94a0",
    met: "#2e7d5b",
    met_late: "#e0a100",
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
