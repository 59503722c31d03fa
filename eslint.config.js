import globals from "globals";

const rules = {
    "no-undef": "error",
    "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    "no-var": "error",
    "prefer-const": "error",
    "no-console": "error",
    "no-eval": "error",
    "no-implied-eval": "error",
    eqeqeq: "error",
    curly: "error",
};

export default [
    { ignores: ["**/static/lib/**", "build/**", "dist/**", "node_modules/**"] },
    {
        files: ["wbs_module/static/**/*.js"],
        languageOptions: {
            sourceType: "module",
            ecmaVersion: 2022,
            // Odoo sets the first two, the bundles of static/lib the others.
            globals: {
                ...globals.browser,
                odoo: "readonly",
                luxon: "readonly",
                age: "readonly",
                bpmnModeler: "readonly",
                bpmnViewer: "readonly",
                dmnModeler: "readonly",
            },
        },
        rules,
    },
    {
        files: ["tools/**/*.{js,mjs}", "eslint.config.js"],
        languageOptions: { sourceType: "module", globals: globals.node },
        rules,
    },
];
