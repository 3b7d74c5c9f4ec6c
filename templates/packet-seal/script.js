(async () => {
  const state = document.getElementById('state');
  const say = (text) => {
    state.textContent = text;
  };
  let sealed;
  try {
    sealed = JSON.parse(document.getElementById('sealed').textContent);
  } catch {
    // The page itself says that it is incomplete.
    return;
  }
  document.documentElement.dataset.sealed = 'complete';
  const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  if (!globalThis.crypto?.subtle) {
    say('This browser cannot open sealed documents here. Open the page through https, or save it and open the saved file.');
    return;
  }
  const fragment = location.hash.slice(1).replaceAll('-', '+').replaceAll('_', '/');
  if (!/^[A-Za-z0-9+/]{43}$/.test(fragment)) {
    say('The key is missing. Use the whole link that you were given, with everything after the # sign.');
    return;
  }
  let plain;
  try {
    const key = await crypto.subtle.importKey('raw', bytesOf(`${fragment}=`), 'AES-GCM', false, ['decrypt']);
    plain = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(sealed.iv) }, key, bytesOf(sealed.data)));
  } catch {
    say('This key does not open the document, or the file was altered on its way. Ask for the link again.');
    return;
  }
  const length = new DataView(plain.buffer).getUint32(0);
  const name = new TextDecoder().decode(plain.subarray(4, 4 + length));
  const address = URL.createObjectURL(new Blob([plain.subarray(4 + length)], { type: 'application/pdf' }));
  document.title = name;
  document.querySelector('h1').textContent = name;
  say(`${Math.max(1, Math.round((plain.length - length) / 1000))} kB, opened on this device only.`);
  document.getElementById('open').href = address;
  const save = document.getElementById('save');
  save.href = address;
  save.download = name;
  document.getElementById('file').hidden = false;
})();
