import { registry } from "@web/core/registry";

/** Downloads `params.url` and closes the dialog. Odoo's own action does one or other. */
async function downloadAndClose(env, { params }) {
    await env.services.action.doAction({
        type: "ir.actions.act_url",
        url: params.url,
        target: "download",
    });
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("wbs_download_and_close", downloadAndClose);
