import { loadBundle } from "@web/core/assets";
import { Component, onMounted, onWillStart, onWillUnmount, useRef } from "@odoo/owl";

/** Bars by Chart.js; the table beside it says the same to those who cannot see them. */
export class BarChart extends Component {
    static template = "wbs_module.BarChart";
    static props = {
        labels: Array,
        datasets: Array,
        stacked: { type: Boolean, optional: true },
        horizontal: { type: Boolean, optional: true },
        description: String,
        onPick: { type: Function, optional: true },
    };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        onMounted(() => this.draw());
        onWillUnmount(() => this.chart?.destroy());
    }

    draw() {
        const { labels, datasets, stacked, horizontal } = this.props;
        const { onPick } = this.props;
        const whole = { precision: 0 };
        this.chart = new window.Chart(this.canvas.el, {
            type: "bar",
            data: { labels, datasets: datasets.map((it) => ({ maxBarThickness: 36, ...it })) },
            options: {
                animation: false,
                maintainAspectRatio: false,
                onClick: (_event, [bar]) => bar && onPick?.(bar.index),
                onHover: (event, bars) => {
                    const leads = onPick && bars.length;
                    event.native.target.style.cursor = leads ? "pointer" : "default";
                },
                indexAxis: horizontal ? "y" : "x",
                scales: {
                    x: { stacked, beginAtZero: true, ticks: horizontal ? whole : {} },
                    y: { stacked, beginAtZero: true, ticks: horizontal ? {} : whole },
                },
                plugins: { legend: { position: "bottom" } },
            },
        });
    }
}
