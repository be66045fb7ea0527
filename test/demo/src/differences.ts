/** Looks at both ends, past the gateway: is every edit where it should be, exactly once? */
import type { DavServer, DavUser, Phone } from '@anchorage/kit';
import type { Edit } from './edits.ts';

export async function differences(
  phone: Phone,
  cloud: DavServer,
  user: DavUser,
  edits: readonly Edit[],
): Promise<readonly string[]> {
  const sides = {
    contact: { phone: [...phone.items('card').values()], cloud: await bodies(cloud, user, 'contacts') },
    event: { phone: [...phone.items('cal').values()], cloud: await bodies(cloud, user, 'calendar') },
  };
  const wrong = edits.flatMap(({ kind, what, mark }) =>
    (['phone', 'cloud'] as const).flatMap((side) => {
      const times = sides[kind][side].filter((text) => text.includes(mark)).length;
      const wanted = what === 'delete' ? 0 : 1;
      return times === wanted
        ? []
        : [`"${mark}" is ${times} times on the side of the ${side}, should be ${wanted}`];
    }),
  );
  for (const kind of ['contact', 'event'] as const) {
    const counts = [sides[kind].phone.length, sides[kind].cloud.length];
    if (counts[0] !== counts[1]) wrong.push(`${counts[0]} ${kind}s on the phone, ${counts[1]} in the cloud`);
  }
  return wrong;
}

async function bodies(
  cloud: DavServer,
  user: DavUser,
  name: 'contacts' | 'calendar',
): Promise<readonly string[]> {
  return (await cloud.listAll(user, name)).map(({ body }) => body);
}
