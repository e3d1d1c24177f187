import { m } from '$messages';
import type { CertificateStage } from '../progress';
import type { StepShown } from '../Steps.svelte';

/** 申请, 缴费, 审核, 签发, 安装, 绑定. */
const STEPS = ['apply', 'pay', 'review', 'issue', 'install', 'bind'] as const;

const WORDS = {
  apply: m.supplier_certificate_step_apply,
  pay: m.supplier_certificate_step_pay,
  review: m.supplier_certificate_step_review,
  issue: m.supplier_certificate_step_issue,
  install: m.supplier_certificate_step_install,
  bind: m.supplier_certificate_step_bind,
} as const;

const AT: Readonly<Record<CertificateStage['name'], (typeof STEPS)[number] | undefined>> = {
  'not-approved': 'apply',
  'no-credit-code': 'apply',
  'not-started': 'apply',
  'enterprise-review': 'apply',
  'enterprise-rejected': 'apply',
  'enterprise-verified': 'apply',
  placed: 'pay',
  'voucher-rejected': 'pay',
  paid: 'review',
  approved: 'issue',
  issued: 'install',
  installed: 'bind',
  bound: undefined,
  expired: 'apply',
  revoked: 'apply',
};

const TROUBLES: ReadonlySet<CertificateStage['name']> = new Set([
  'enterprise-rejected',
  'voucher-rejected',
  'expired',
  'revoked',
]);

/** Where a certificate is on its way, as steps to be shown. */
export function certificateSteps(stage: CertificateStage): StepShown[] {
  const current = AT[stage.name];
  const at = current === undefined ? STEPS.length : STEPS.indexOf(current);
  return STEPS.map((id, index) => ({
    id,
    label: WORDS[id](),
    state:
      index < at ? 'done' : index > at ? 'todo' : TROUBLES.has(stage.name) ? 'problem' : ('current' as const),
  }));
}
