/** MKCALENDAR (RFC 4791, 5.3.1) and extended MKCOL (RFC 5689) for what a test user gets. */
import { rawRequest } from './raw-client.ts';
import { collectionNames, type CollectionName, type DavUser } from './dav-server.ts';

export async function makeCollections(user: DavUser, urlOf: (name: CollectionName) => string): Promise<void> {
  for (const name of collectionNames) {
    const [method, body] =
      name === 'contacts' ? ['MKCOL', mkcol] : ['MKCALENDAR', mkcalendar(name, components[name])];
    const { status, text } = await rawRequest(method, urlOf(name), user, body, {
      'content-type': 'application/xml',
    });
    if (status !== 201) throw new Error(`${method} ${name}: ${status} ${text.slice(0, 200)}`);
  }
}

const components = { calendar: 'VEVENT', tasks: 'VTODO', notes: 'VJOURNAL' } as const;

const mkcol = `<?xml version="1.0"?><mkcol xmlns="DAV:" xmlns:A="urn:ietf:params:xml:ns:carddav"><set><prop>
<resourcetype><collection/><A:addressbook/></resourcetype><displayname>contacts</displayname></prop></set></mkcol>`;

function mkcalendar(name: string, component: string): string {
  return `<?xml version="1.0"?><C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>
<displayname>${name}</displayname><C:supported-calendar-component-set><C:comp name="${component}"/>
</C:supported-calendar-component-set></prop></set></C:mkcalendar>`;
}
