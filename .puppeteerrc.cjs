// The browser is found or fetched when it is first needed, never by an install script: those fail where only the
// package registry can be reached.
module.exports = { skipDownload: true };
