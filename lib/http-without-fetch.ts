import type { Plugin } from "esbuild";

/**
 * Node gives a module that imports `node:http` all of its exports at once, among them WebSocket's classes, and for these it loads its
 * whole `fetch`: a tenth of the time that a function takes to start. The AWS clients use `request` and `Agent` only, so bundles
 * ask Node for the module as CommonJS does.
 *
 * @see https://github.com/nodejs/node/blob/v24.x/lib/http.js, at its end
 */
export const httpWithoutFetch: Plugin = {
  name: "http-without-fetch",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(node:)?http$/ }, () => ({ path: "node:http", namespace: "http-without-fetch" }));
    onLoad({ filter: /^/, namespace: "http-without-fetch" }, () => ({
      contents: 'module.exports = process.getBuiltinModule("node:http");',
    }));
  },
};
