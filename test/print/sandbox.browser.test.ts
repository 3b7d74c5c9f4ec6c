import { describe, expect, test } from 'vitest';
import type { FoundBrowser } from '../../src/print/find.js';
import { launchBrowser } from '../../src/print/launch.js';
import { temporaryFolder } from '../support/paths.js';
import { unsandboxedBrowser } from '../support/unsandboxed.js';

async function unsandboxed(): Promise<FoundBrowser> {
  return { executable: await unsandboxedBrowser(await temporaryFolder()), from: 'given', shell: true, env: {} };
}

describe('a browser without a sandbox', () => {
  test('is started with --no-sandbox and reported as unsandboxed', async () => {
    const { browser, sandboxed } = await launchBrowser(await unsandboxed(), process.env, false);
    await browser.close();
    expect(sandboxed).toBe(false);
    expect(browser.process()?.spawnargs).toContain('--no-sandbox');
  });

  test('causes an error and is terminated if a sandbox is required', async () => {
    await expect(launchBrowser(await unsandboxed(), process.env, false, true)).rejects.toMatchObject({
      code: 'BROWSER_SANDBOX',
      exit: 3,
      retryable: false,
      message: 'the browser would run without its own sandbox: the system does not allow it',
      hint: expect.stringContaining('user namespaces'),
    });
  });

  test('is not started as root if a sandbox is required', async () => {
    const found: FoundBrowser = { executable: '/nowhere', from: 'given', shell: true, env: {} };
    await expect(launchBrowser(found, process.env, true, true)).rejects.toMatchObject({
      code: 'BROWSER_SANDBOX',
      message: 'the browser would run without its own sandbox: it cannot be used as root',
      hint: expect.stringContaining('a user other than root'),
    });
  });
});
