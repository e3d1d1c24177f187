import { m } from '$messages';
import type { Chapter } from './chapters';

/** The manual's chapters 2 to 4, and those of the platform's staff. */
export const PLATFORM_CHAPTERS: readonly Chapter[] = [
  {
    id: 'register',
    title: m.help_register_title,
    blocks: [
      { kind: 'text', text: m.help_register_intro },
      {
        kind: 'steps',
        items: [
          m.help_register_step_platform,
          m.help_register_step_notice,
          m.help_register_step_form,
          m.help_register_step_profile,
          m.help_register_step_review,
        ],
      },
      {
        kind: 'terms',
        items: [
          { term: m.help_register_name, text: m.help_register_name_text },
          { term: m.help_register_account, text: m.help_register_account_text },
          { term: m.help_register_code, text: m.help_register_code_text },
          { term: m.help_register_devices, text: m.help_register_devices_text },
        ],
      },
    ],
  },
  {
    id: 'apply',
    title: m.help_apply_title,
    blocks: [
      { kind: 'note', text: m.help_apply_warning },
      {
        kind: 'steps',
        items: [
          m.help_apply_step_login,
          m.help_apply_step_person,
          m.help_apply_step_enterprise,
          m.help_apply_step_order,
          m.help_apply_step_voucher,
          m.help_apply_step_wait,
          m.help_apply_step_install,
          m.help_apply_step_bind,
        ],
      },
      { kind: 'note', text: m.help_apply_platform },
      { kind: 'text', text: m.help_apply_private },
    ],
  },
  {
    id: 'codes',
    title: m.help_codes_title,
    blocks: [
      { kind: 'text', text: m.help_codes_intro },
      {
        kind: 'steps',
        items: [
          m.help_codes_step_login,
          m.help_codes_step_scan,
          m.help_codes_step_number,
          m.help_codes_step_pin,
          m.help_codes_step_end,
        ],
      },
      {
        kind: 'terms',
        items: [
          { term: m.help_codes_seal, text: m.help_codes_seal_text },
          { term: m.help_codes_offline, text: m.help_codes_offline_text },
        ],
      },
      { kind: 'note', text: m.help_codes_warning },
    ],
  },
  {
    id: 'renew',
    title: m.help_renew_title,
    blocks: [
      { kind: 'text', text: m.help_renew_intro },
      {
        kind: 'steps',
        items: [m.help_renew_step_order, m.help_renew_step_install, m.help_renew_step_bind],
      },
      { kind: 'note', text: m.help_renew_ended },
    ],
  },
  {
    id: 'tender',
    title: m.help_tender_title,
    blocks: [
      { kind: 'text', text: m.help_tender_intro },
      {
        kind: 'steps',
        items: [
          ...[m.help_tender_find, m.help_tender_ask, m.help_tender_fill, m.help_tender_letter],
          ...[m.help_tender_submit, m.help_tender_receipt, m.help_tender_change],
        ],
      },
      {
        kind: 'terms',
        items: [
          { term: m.help_tender_open, text: m.help_tender_open_text },
          { term: m.help_tender_result, text: m.help_tender_result_text },
          { term: m.help_tender_archive, text: m.help_tender_archive_text },
        ],
      },
    ],
  },
  {
    id: 'delivery',
    title: m.help_delivery_title,
    blocks: [
      { kind: 'text', text: m.help_delivery_intro },
      {
        kind: 'terms',
        items: [
          { term: m.office_delivery_waiting, text: m.help_delivery_waiting },
          { term: m.office_delivery_delivered, text: m.help_delivery_delivered },
          { term: m.office_delivery_accepted, text: m.help_delivery_accepted },
          { term: m.office_delivery_rejected, text: m.help_delivery_rejected },
        ],
      },
    ],
  },
  {
    id: 'staff',
    title: m.help_staff_title,
    blocks: [
      { kind: 'text', text: m.help_staff_intro },
      {
        kind: 'terms',
        items: [
          { term: m.help_staff_found, text: m.help_staff_found_text },
          { term: m.help_staff_invite, text: m.help_staff_invite_text },
          { term: m.help_staff_review, text: m.help_staff_review_text },
          { term: m.help_staff_operator, text: m.help_staff_operator_text },
          { term: m.help_staff_revoke, text: m.help_staff_revoke_text },
          { term: m.help_staff_audit, text: m.help_staff_audit_text },
        ],
      },
      { kind: 'note', text: m.help_staff_workspaces },
    ],
  },
];
