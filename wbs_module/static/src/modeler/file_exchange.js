import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Component, useRef, useState } from "@odoo/owl";

/** Hand a text to the browser as a file. */
export function saveText(name, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/xml" }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
}

const PICTURE_NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/DI";

/** Whether the file says where its elements stand on the page. */
function isDrawn(xml) {
    const read = new DOMParser().parseFromString(xml, "application/xml");
    return read.getElementsByTagNameNS(PICTURE_NAMESPACE, "BPMNShape").length > 0;
}

/** A drawing goes out as a .bpmn file, and one drawn elsewhere comes in. */
export class FileExchange extends Component {
    static template = "wbs_module.FileExchange";
    static props = { tool: Object, processId: Number, processKey: String, onLoaded: Function };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.input = useRef("input");
        this.state = useState({ lost: [] });
    }

    async download() {
        saveText(`${this.props.processKey}.bpmn`, await this.props.tool.xml());
    }

    async upload(ev) {
        const [file] = ev.target.files;
        ev.target.value = "";
        if (!file) {
            return;
        }
        const current = await this.props.tool.xml();
        const read = await this.orm.call("bpmn.process", "modeling_read_file", [
            [this.props.processId],
            await file.text(),
            current,
        ]);
        if (!isDrawn(read.xml)) {
            this.notification.add(
                _t(
                    "This file describes a procedure but holds no drawing of it. Open it in the program that it comes from, lay it out and save it again; your draft has not changed."
                ),
                { type: "danger", sticky: true }
            );
            return;
        }
        try {
            await this.props.onLoaded(read.xml);
        } catch (error) {
            await this.props.onLoaded(current);
            this.notification.add(
                _t("The file cannot be shown as a drawing, and was not taken: %s", error.message),
                { type: "danger", sticky: true }
            );
            return;
        }
        this.state.lost = read.lost;
        const words = read.renamed
            ? _t("The file was taken as the draft. Its process “%s” got the key of this one.", read.renamed)
            : _t("The file was taken as the draft.");
        this.notification.add(words, { type: "success" });
    }
}
