{
    "name": "Whistleblowing System",
    "summary": "Protected reports, procedures drawn in BPMN, deadlines, letters",
    "version": "19.0.0.1.0",
    "category": "Services/Whistleblowing",
    "author": "wbs_module contributors",
    "license": "LGPL-3",
    "depends": ["base", "web", "mail", "resource", "auth_totp", "auth_timeout"],
    "external_dependencies": {
        "python": ["SpiffWorkflow", "lark", "pyrage", "cryptography", "docxtpl"],
    },
    "data": [
        "security/groups.xml",
    ],
    "demo": [],
    "assets": {},
    "application": True,
    "installable": True,
}
