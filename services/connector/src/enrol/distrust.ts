/** The upstream server refused a login: remember it, and believe the device no more that was let in with it. */
import type { Enrolment } from '@anchorage/store';
import type { Tools } from '../tools.ts';

export async function distrust({ store, clock }: Tools, enrolment: Enrolment): Promise<void> {
  const refused = await store.enrolments.password(enrolment.id);
  await store.transaction(async (tx) => {
    const known = await tx.devices.byUpstream(enrolment);
    const passThrough = known?.device.passThrough ?? null;
    if (known !== null && passThrough !== null && known.password === refused) {
      const { accountId, id } = known.device;
      await tx.devices.update(accountId, id, { passThrough: { ...passThrough, verifiedAt: null } });
      const now = clock.now();
      await tx.audit.add(accountId, { at: now, actor: 'upstream', action: 'login refused', subject: id });
    }
    await tx.enrolments.refuse(enrolment.id, clock.now() + remembered);
  });
}

/** Milliseconds. A phone with an old password comes again every few minutes; the server's guard must not hear of it. */
const remembered = 10 * 60_000;
