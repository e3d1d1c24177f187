import { m } from '$messages';
import { PLATFORM_CHAPTERS } from './platform-chapters';

type Words = () => string;

export type Block =
  | { kind: 'text'; text: Words }
  | { kind: 'note'; text: Words }
  | { kind: 'steps'; items: readonly Words[] }
  /** a word and what it means or does */
  | { kind: 'terms'; items: readonly { term: Words; text: Words }[] }
  /** a picture of `/screenshots/`, made by tests/e2e/screenshots.spec.ts, in the reader's language */
  | { kind: 'figure'; name: Screenshot; caption: Words; narrow?: boolean };

type Screenshot =
  | 'welcome-wide'
  | 'home-wide'
  | 'home-narrow'
  | 'seal-wide'
  | 'seal-narrow'
  | 'pin-wide'
  | 'verify-wide'
  | 'me-wide';

export interface Chapter {
  /** anchor in the page's address */
  id: string;
  title: Words;
  blocks: readonly Block[];
}

/** The manual, chapter by chapter; labels in it are those of the pages it tells of, taken from there. */
export const CHAPTERS: readonly Chapter[] = [
  {
    id: 'start',
    title: m.help_start_title,
    blocks: [
      { kind: 'text', text: m.help_start_intro },
      {
        kind: 'steps',
        items: [
          m.help_start_step_form,
          m.help_start_step_open,
          () => m.help_start_step_place({ confirm: m.workbench_confirm() }),
          m.help_start_step_save,
        ],
      },
      { kind: 'figure', name: 'welcome-wide', caption: m.help_start_figure },
      { kind: 'note', text: m.help_start_trial },
    ],
  },
  ...PLATFORM_CHAPTERS,
  {
    id: 'seals',
    title: m.help_seals_title,
    blocks: [
      { kind: 'text', text: m.help_seals_intro },
      {
        kind: 'terms',
        items: [
          { term: m.help_seals_company, text: m.help_seals_company_text },
          { term: m.help_seals_special, text: m.help_seals_special_text },
          { term: m.help_seals_person, text: m.help_seals_person_text },
          { term: m.help_seals_signature, text: m.help_seals_signature_text },
          {
            term: m.seals_kind_date,
            text: () => m.help_seals_date_text({ date: m.workbench_kind_date() }),
          },
          { term: m.help_seals_scan, text: m.help_seals_scan_text },
        ],
      },
      { kind: 'text', text: m.help_seals_size },
      { kind: 'note', text: m.help_seals_glyphs },
    ],
  },
  {
    id: 'sealing',
    title: m.help_sealing_title,
    blocks: [
      { kind: 'text', text: m.help_sealing_intro },
      {
        kind: 'steps',
        items: [
          m.help_sealing_step_open,
          m.help_sealing_step_place,
          m.help_sealing_step_adjust,
          () =>
            m.help_sealing_step_confirm({
              confirm: m.workbench_confirm(),
              proceed: m.workbench_review_proceed(),
            }),
          m.help_sealing_step_save,
        ],
      },
      { kind: 'figure', name: 'seal-wide', caption: m.help_sealing_figure },
      {
        kind: 'terms',
        items: [
          { term: m.workbench_kind_single, text: m.help_sealing_single },
          { term: m.workbench_kind_batch, text: m.help_sealing_batch },
          {
            term: m.workbench_kind_straddle,
            text: () => m.help_sealing_straddle({ odd: m.workbench_odd_only() }),
          },
          { term: m.workbench_kind_keyword, text: m.help_sealing_keyword },
          { term: m.workbench_kind_signature, text: m.help_sealing_signature },
          { term: m.workbench_kind_date, text: m.help_sealing_date },
        ],
      },
      { kind: 'text', text: m.help_sealing_keys },
      { kind: 'figure', name: 'seal-narrow', caption: m.help_sealing_figure_phone, narrow: true },
    ],
  },
  {
    id: 'saving',
    title: m.help_saving_title,
    blocks: [
      { kind: 'text', text: m.help_saving_pin },
      { kind: 'figure', name: 'pin-wide', caption: m.help_saving_figure },
      { kind: 'text', text: m.help_saving_file },
      { kind: 'text', text: m.help_saving_append },
      { kind: 'note', text: m.help_saving_signed },
    ],
  },
  {
    id: 'verifying',
    title: m.help_verifying_title,
    blocks: [
      { kind: 'text', text: m.help_verifying_intro },
      { kind: 'text', text: () => m.help_verifying_many({ add: m.verify_add_files() }) },
      { kind: 'figure', name: 'verify-wide', caption: m.help_verifying_figure },
      {
        kind: 'terms',
        items: [
          { term: m.verify_verdict_valid, text: m.help_verifying_valid },
          { term: m.verify_verdict_valid_untrusted, text: m.help_verifying_untrusted },
          { term: m.verify_verdict_invalid, text: m.help_verifying_invalid },
          { term: m.verify_verdict_unsigned, text: m.help_verifying_unsigned },
        ],
      },
      { kind: 'note', text: () => m.help_verifying_trial({ trial: m.common_status_trial() }) },
      {
        kind: 'terms',
        items: [
          {
            term: m.verify_timeline,
            text: () => m.help_verifying_versions_text({ show: m.verify_stop_show() }),
          },
          { term: m.help_verifying_point, text: m.help_verifying_point_text },
          { term: m.verify_label_seals, text: m.help_verifying_count },
          {
            term: m.help_verifying_report,
            text: () =>
              m.help_verifying_report_text({ all: m.verify_report_all(), seal: m.verify_report_seal() }),
          },
        ],
      },
      { kind: 'text', text: m.help_verifying_roots },
      { kind: 'text', text: m.help_verifying_others },
    ],
  },
  {
    id: 'identity',
    title: m.help_identity_title,
    blocks: [
      { kind: 'text', text: m.help_identity_intro },
      { kind: 'figure', name: 'me-wide', caption: m.help_identity_figure },
      { kind: 'text', text: m.help_identity_switch },
      { kind: 'text', text: m.help_identity_delete },
      { kind: 'note', text: m.help_identity_device },
    ],
  },
  {
    id: 'pin',
    title: m.help_pin_title,
    blocks: [
      { kind: 'text', text: m.help_pin_rules },
      { kind: 'text', text: m.help_pin_wrong },
      { kind: 'text', text: m.help_pin_lock },
      { kind: 'text', text: m.help_pin_passkey },
      { kind: 'note', text: m.help_pin_forgotten },
    ],
  },
  {
    id: 'offline',
    title: m.help_offline_title,
    blocks: [
      { kind: 'text', text: m.help_offline_intro },
      { kind: 'text', text: m.help_offline_install },
      { kind: 'figure', name: 'home-narrow', caption: m.help_offline_figure, narrow: true },
      { kind: 'note', text: m.help_offline_safari },
      { kind: 'text', text: m.help_offline_storage },
      { kind: 'text', text: m.help_offline_update },
    ],
  },
  {
    id: 'security',
    title: m.help_security_title,
    blocks: [
      { kind: 'text', text: m.help_security_keys },
      { kind: 'text', text: m.help_security_files },
      { kind: 'text', text: m.help_security_limits },
      {
        kind: 'terms',
        items: [
          { term: m.help_security_profile, text: m.help_security_profile_text },
          { term: m.help_security_extension, text: m.help_security_extension_text },
          { term: m.help_security_clearing, text: m.help_security_clearing_text },
          { term: m.help_security_time, text: m.help_security_time_text },
        ],
      },
      { kind: 'note', text: m.help_security_trial },
    ],
  },
  {
    id: 'trouble',
    title: m.help_trouble_title,
    blocks: [
      {
        kind: 'terms',
        items: [
          { term: m.help_trouble_word, text: m.help_trouble_word_text },
          { term: m.help_trouble_password, text: m.help_trouble_password_text },
          { term: m.help_trouble_damaged, text: m.help_trouble_damaged_text },
          { term: m.help_trouble_certified, text: m.help_trouble_certified_text },
          {
            term: m.help_trouble_keyword,
            text: () =>
              m.help_trouble_keyword_text({
                single: m.workbench_kind_single(),
                batch: m.workbench_kind_batch(),
              }),
          },
          { term: m.help_trouble_untrusted, text: m.help_trouble_untrusted_text },
          { term: m.help_trouble_download, text: m.help_trouble_download_text },
          { term: m.help_trouble_gone, text: m.help_trouble_gone_text },
          { term: m.help_trouble_algorithm, text: m.help_trouble_algorithm_text },
        ],
      },
    ],
  },
];
