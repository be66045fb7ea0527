/** The page a person sees who opens the gateway's address in a browser. */
import type { Route } from './route.ts';

export function homeRoutes(): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/',
      auth: 'open',
      handle: (context) => {
        context.type = 'text/html; charset=utf-8';
        context.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
        context.body = homePage(`${context.protocol}://${context.host}/sync`);
      },
    },
  ];
}

function homePage(syncUrl: string): string {
  const url = escapeHtml(syncUrl);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Anchorage</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 38rem; margin: 3rem auto; padding: 0 1rem; color: #1d2a33; background: #fff }
  code { background: #eef2f4; padding: .1rem .3rem; border-radius: .2rem }
  pre { overflow-x: auto; background: #eef2f4; padding: .75rem; border-radius: .3rem }
  pre code { background: none; padding: 0 }
  @media (prefers-color-scheme: dark) { body { color: #e6ecef; background: #14191d } code, pre { background: #232b31 } pre code { background: none } }
</style>
<main>
  <h1>Anchorage is running</h1>
  <p>This gateway keeps phones that speak SyncML in step with CalDAV and CardDAV servers.</p>
  <h2>On the phone</h2>
  <p>Create a synchronisation profile with the server address <code>${url}</code>, the user name and password that
  <code>device add</code> printed, and the databases <code>card</code> for contacts and <code>cal</code> for the calendar.</p>
  <h2>On this machine</h2>
  <pre><code>npx anchorage account add NAME
npx anchorage link add --account NAME --url URL --username USER --password-stdin
npx anchorage device add --account NAME</code></pre>
</main>
`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
