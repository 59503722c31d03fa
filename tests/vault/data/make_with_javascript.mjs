// Makes anew what test_made_with_javascript.py reads, as a browser would: npm
// age-encryption and WebCrypto, by wbs_module/vault/README.md alone.
//
//     node tests/vault/data/make_with_javascript.mjs
//
// The part "from_python" of the file is kept; "from_javascript" is written anew.

import fs from "node:fs";
import * as age from "age-encryption";

const FILE = new URL("made_with_javascript.json", import.meta.url);
const SEED_PREFIX = "302e020100300506032b657004220420";

const text = new TextEncoder();
const bytes = (base64) => new Uint8Array(Buffer.from(base64, "base64"));
const base64 = (raw) => Buffer.from(raw).toString("base64");

async function open(sealed, secret) {
    const decrypter = new age.Decrypter();
    decrypter.addIdentity(secret);
    return decrypter.decrypt(sealed);
}

async function seal(plaintext, recipient) {
    const encrypter = new age.Encrypter();
    encrypter.addRecipient(recipient);
    return encrypter.encrypt(plaintext);
}

function statement(generation) {
    return text.encode(
        "wbs-generation/1\n" +
            `layer=${generation.layer}\n` +
            `number=${generation.number}\n` +
            `age=${generation.age_recipient}\n` +
            `signing=${generation.signing_public_key}\n` +
            `previous=${generation.previous}\n` +
            `created=${generation.created}\n`
    );
}

async function fingerprint(generation) {
    const digest = await crypto.subtle.digest("SHA-256", statement(generation));
    return Buffer.from(digest).toString("hex");
}

async function privateHalves(generation, secret) {
    const opened = await open(bytes(generation.sealed_private), secret);
    return JSON.parse(new TextDecoder().decode(opened));
}

async function nextGeneration(before, halves, member) {
    const seed = Buffer.concat([Buffer.from(SEED_PREFIX, "hex"), bytes(halves.signing)]);
    const signer = await crypto.subtle.importKey("pkcs8", seed, "Ed25519", false, ["sign"]);
    const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
    const identity = await age.generateX25519Identity();
    const made = {
        layer: before.layer,
        number: before.number + 1,
        age_recipient: await age.identityToRecipient(identity),
        signing_public_key: base64(await crypto.subtle.exportKey("raw", pair.publicKey)),
        previous: await fingerprint(before),
        created: "2026-11-24T21:00:00Z",
    };
    made.signature = base64(await crypto.subtle.sign("Ed25519", signer, statement(made)));
    const pkcs8 = await crypto.subtle.exportKey("pkcs8", pair.privateKey);
    const halvesOfMade = {
        format: "wbs-generation-private",
        version: 1,
        fingerprint: await fingerprint(made),
        age: identity,
        signing: base64(pkcs8.slice(SEED_PREFIX.length / 2)),
    };
    const sealedHalves = await seal(text.encode(JSON.stringify(halvesOfMade)), member);
    return { ...made, sealed_private: base64(sealedHalves) };
}

const kept = JSON.parse(fs.readFileSync(FILE));
const { generations, secret, recipient, sealed } = kept.from_python;
const custodians = await privateHalves(generations.custodians, secret);
const approvers = await privateHalves(generations.approvers, secret);
const inner = await open(bytes(sealed), custodians.age);
const next = await nextGeneration(generations.custodians, custodians, recipient);
const mine = await seal(text.encode("dari peramban"), generations.approvers.age_recipient);
kept.from_javascript = {
    opened: new TextDecoder().decode(await open(inner, approvers.age)),
    next,
    sealed: base64(await seal(mine, next.age_recipient)),
};
fs.writeFileSync(FILE, JSON.stringify(kept, null, 1) + "\n");
