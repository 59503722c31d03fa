"use strict";
/*
 * Sends files in small pieces, so that a slow or broken line loses little and waits for
 * nobody. Without script, or where this fails to load, the form sends itself as ever.
 * Nothing is kept on the device.
 */
(function () {
    const SMALLEST = 32 * 1024;
    const LARGEST = 1024 * 1024;
    const SECONDS_A_PIECE = 1;
    const PATIENCE = 60000;
    const PAUSES = [1000, 2000, 4000, 8000, 15000];

    // A page that answers a form: going back to it is to open it, not to send again.
    if (document.querySelector("form[data-posted]") && window.history.replaceState) {
        window.history.replaceState(null, "", window.location.href);
    }
    const form = document.querySelector("form[data-page]");
    if (!form || !window.fetch || !window.AbortController || !window.DOMParser) {
        return;
    }
    const box = form.querySelector(".sending");
    const bar = box.querySelector("progress");
    const line = box.querySelector("[role=status]");
    const filesButton = form.querySelector("button[formaction$='/berkas']");
    // What takes the form along: with chosen files it sends those first.
    const onward =
        document.querySelector("button[form=question]:not([name])") ||
        form.querySelector("button[type=submit]:not([formaction])");
    const input = form.querySelector("input[type=file]");

    const word = (name) => box.querySelector(`[data-word=${name}]`).textContent;
    const pause = (time) => new Promise((done) => setTimeout(done, time));

    function say(text, isProblem) {
        box.hidden = false;
        line.textContent = text;
        line.classList.toggle("message", Boolean(isProblem));
        box.parentElement.classList.toggle("wrong", Boolean(isProblem));
    }

    /** One request; a refusal is an error whose text is the server's sentence. */
    async function ask(tail, headers, body) {
        const stop = new AbortController();
        const timer = setTimeout(() => stop.abort(), PATIENCE);
        try {
            const answer = await fetch(form.dataset.files + tail, {
                method: "POST",
                headers,
                body,
                signal: stop.signal,
                cache: "no-store",
            });
            const told = await answer.json();
            if (!answer.ok && answer.status !== 409) {
                const refusal = new Error(told.problem);
                refusal.isRefusal = true;
                throw refusal;
            }
            return told;
        } finally {
            clearTimeout(timer);
        }
    }

    /** The same, tried again while the line is bad. */
    async function patiently(tail, headers, body) {
        for (let attempt = 0; ; attempt += 1) {
            try {
                return await ask(tail, headers, body);
            } catch (problem) {
                if (problem.isRefusal || attempt >= PAUSES.length) {
                    throw problem;
                }
                say(word("waiting"));
                await pause(PAUSES[attempt]);
            }
        }
    }

    async function send(file, number, count) {
        const told = encodeURIComponent(
            `${file.name}|${file.size}|${file.lastModified}`
        );
        const headers = { "Content-Type": "application/octet-stream", "X-Berkas": told };
        let reached = 0;
        const asked = Date.now();
        if (file.size) {
            reached = (await patiently("/potongan", headers, "")).received;
        }
        const overhead = Date.now() - asked;
        let length = 2 * SMALLEST;
        while (reached < file.size) {
            const percent = Math.floor((100 * reached) / file.size);
            bar.value = percent;
            say(`${word("sending")} ${number}/${count}: ${percent} %`);
            const piece = file.slice(reached, reached + length);
            const started = Date.now();
            const answer = await patiently(
                "/potongan",
                { ...headers, "X-Mulai": String(reached) },
                piece
            );
            reached = answer.received;
            // What the line took; a busy server is no reason for smaller pieces.
            const seconds =
                (Date.now() - started - overhead) / 1000 - (answer.took || 0);
            if (seconds < SECONDS_A_PIECE / 2) {
                length = Math.min(LARGEST, length * 2);
            } else if (seconds > SECONDS_A_PIECE * 1.5) {
                length = Math.max(SMALLEST, length / 2);
            }
        }
        bar.value = 100;
        say(`${word("checking")} ${number}/${count}`);
        await patiently(
            "/selesai",
            { "Content-Type": "application/x-www-form-urlencoded" },
            `berkas=${encodeURIComponent(told)}`
        );
    }

    /** What has arrived, as the server shows it; what was typed stays as it is. */
    async function showArrived() {
        const answer = await fetch(form.dataset.page, { cache: "no-store" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("arrived");
        if (fresh) {
            document.getElementById("arrived").replaceWith(fresh);
        }
    }

    /** All chosen files; whether they arrived. */
    async function sendChosen() {
        const files = Array.from(input.files);
        const parts = [filesButton, onward, input];
        parts.forEach((part) => (part.disabled = true));
        bar.hidden = false;
        bar.value = 0;
        say(word("sending"));
        const problems = [];
        try {
            for (const [index, file] of files.entries()) {
                try {
                    await send(file, index + 1, files.length);
                } catch (problem) {
                    if (!problem.isRefusal) {
                        throw problem;
                    }
                    problems.push(problem.message);
                }
            }
            await showArrived();
            input.value = "";
            if (problems.length) {
                say(problems.join(" "), true);
            } else {
                say(word("arrived"));
            }
            return !problems.length;
        } catch {
            say(word("broken"), true);
            return false;
        } finally {
            parts.forEach((part) => (part.disabled = false));
        }
    }

    filesButton.addEventListener("click", (event) => {
        event.preventDefault();
        if (input.files.length) {
            sendChosen();
        } else {
            bar.hidden = true;
            say(word("none"), true);
        }
    });

    onward.addEventListener("click", async (event) => {
        if (!input.files.length) {
            return;
        }
        event.preventDefault();
        // A message without words is refused; an answer about proof may be empty.
        const typed = form.querySelector("textarea").value.trim();
        if ((await sendChosen()) && (typed || !form.contains(onward))) {
            form.submit();
        }
    });
})();
