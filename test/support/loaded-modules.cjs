// Prints the .cjs and .mjs files that the program loaded, one per line, each with the prefix "loaded:".
const Module = require('node:module');

const load = Module._load;
const loaded = new Set();
Module._load = function (request, parent, isMain) {
  if (/\.[cm]js$/.test(request)) loaded.add(request.split('/').at(-1));
  return load.call(this, request, parent, isMain);
};
process.on('exit', () => {
  for (const name of loaded) process.stderr.write(`loaded: ${name}\n`);
});
