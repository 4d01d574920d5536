/* Search runs in a worker, and browsers start none for a page opened from disk.
   There an iframe does the same work: its script sees the three names that a worker has. */
"use strict";

(() => {
  class IframeWorker extends EventTarget {
    constructor(url) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);

      addEventListener("message", (event) => {
        if (event.source === this.frame.contentWindow) this.hear(event.data);
      });

      const page = this.frame.contentDocument;
      page.open();
      page.write(`<html><body><script>postMessage=${tell};importScripts=${load}<\/script><script src="${url}"><\/script></body></html>`);
      page.close();
      // Not before: opening a document forgets who listens.
      this.ready = new Promise((resolve) => this.frame.contentWindow.addEventListener("load", resolve, { once: true }));
    }

    hear(data) {
      const event = new MessageEvent("message", { data });
      this.dispatchEvent(event);
      if (this.onmessage) this.onmessage(event);
    }

    postMessage(data) {
      this.ready.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data: structuredClone(data) })));
    }

    terminate() {
      this.frame.remove();
    }
  }

  /* Both run inside the iframe. */
  function tell(data) {
    parent.postMessage(data, "*");
  }

  function load(...urls) {
    const one = (url) =>
      new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = url;
        script.onload = resolve;
        document.body.append(script);
      });
    return urls.reduce((before, url) => before.then(() => one(url)), Promise.resolve());
  }

  if (location.protocol === "file:") {
    window.Worker = IframeWorker;
    window.IFrameWorker = IframeWorker; // by this name the theme's script knows that it is not in a real one
  }
})();
