import { describe, expect, it } from 'vitest';
import { createFaultPlan } from './faults.ts';

const get = { method: 'GET', path: '/a.vcf', body: '' };
const report = { method: 'REPORT', path: '/', body: '<href>/a.vcf</href>' };

describe('a fault plan', () => {
  it('spends a fault as often as it was armed for', () => {
    const plan = createFaultPlan();
    plan.arm({ fault: { kind: 'hang' }, times: 2 });
    expect([plan.take(get), plan.take(report), plan.take(get)]).toEqual([
      { kind: 'hang' },
      { kind: 'hang' },
      null,
    ]);
  });
  it('lets other methods and the first ones pass', () => {
    const plan = createFaultPlan();
    plan.arm({ fault: { kind: 'no-etag' }, method: 'GET', after: 1 });
    expect([plan.take(report), plan.take(get), plan.take(get)]).toEqual([null, null, { kind: 'no-etag' }]);
  });
  it('looks into path and body', () => {
    const plan = createFaultPlan();
    plan.arm({ fault: { kind: 'hang' }, containing: 'a.vcf', times: 2 });
    expect([plan.take({ ...get, path: '/b' }), plan.take(report), plan.take(get)]).toEqual([
      null,
      { kind: 'hang' },
      { kind: 'hang' },
    ]);
  });
  it('forgets everything when disarmed', () => {
    const plan = createFaultPlan();
    plan.arm({ fault: { kind: 'hang' } });
    plan.disarm();
    expect(plan.take(get)).toBeNull();
  });
});
