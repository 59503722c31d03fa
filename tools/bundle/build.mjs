// Bundles npm packages into wbs_module/static/lib, one script (and style sheet) each.
//
// A line of bundles.json names the entry in entries/, the global variable that the
// script sets, and the packages whose licences are shipped beside it, since Odoo strips
// licence comments from scripts that it serves.
import { build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const library = join(root, "wbs_module", "static", "lib");

// Chromium refuses embedded EOT fonts, and Odoo shows that as an error dialog.
const withoutEotFonts = {
    name: "without-eot-fonts",
    setup(bundler) {
        bundler.onLoad({ filter: /\.css$/ }, async ({ path }) => ({
            contents: (await readFile(path, "utf8"))
                // A face of its own for old browsers, beside one that holds the font.
                .replace(/@font-face\s*\{[^}]*\.eot[^}]*\.svg[^}]*\}/g, "")
                .replace(
                    /src:\s*url\([^)]*(?:\.eot|application\/[\w.-]*fontobject)[^)]*\);/g,
                    ""
                ),
            loader: "css",
        }));
    },
};

async function licenceOf(name) {
    const folder = join(root, "node_modules", name);
    const { version, license } = JSON.parse(
        await readFile(join(folder, "package.json"), "utf8")
    );
    const file = (await readdir(folder)).find((it) => /^licen[cs]e/i.test(it));
    const text = file ? await readFile(join(folder, file), "utf8") : `${license}\n`;
    return `${name} ${version}\n\n${text}`;
}

async function buildOne({ output, entry, globalName, packages }) {
    await build({
        entryPoints: [join(here, "entries", entry)],
        outfile: join(library, `${output}.bundle.js`),
        bundle: true,
        minify: true,
        format: "iife",
        globalName,
        target: "es2022",
        legalComments: "none",
        loader: { ".woff": "dataurl", ".woff2": "dataurl", ".ttf": "dataurl" },
        plugins: [withoutEotFonts],
        logLevel: "warning",
    });
    const licences = await Promise.all(packages.map(licenceOf));
    await writeFile(
        join(library, `${output}.bundle.LICENSE.txt`),
        licences.join("\n----\n\n")
    );
}

const bundles = JSON.parse(await readFile(join(here, "bundles.json"), "utf8"));
await mkdir(library, { recursive: true });
for (const file of await readdir(library)) {
    if (file.includes(".bundle.")) {
        await rm(join(library, file));
    }
}
await Promise.all(bundles.map(buildOne));
