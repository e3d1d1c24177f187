/** The words of the sample bid document; companies, people and numbers in it are made up. */

export type Block =
  | { kind: 'title'; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'line'; text: string }
  | { kind: 'gap'; points: number }
  | { kind: 'table'; rows: readonly (readonly string[])[]; shares: readonly number[] };

export interface Chapter {
  landscape?: boolean;
  blocks: readonly Block[];
}

const title = (text: string): Block => ({ kind: 'title', text });
const text = (words: string): Block => ({ kind: 'text', text: words });
const line = (words: string): Block => ({ kind: 'line', text: words });
const gap = (points: number): Block => ({ kind: 'gap', points });

const SIGNING_LINES: readonly Block[] = [
  gap(60),
  line('投标人（盖章）：云溪测试有限公司'),
  line('法定代表人或授权代表（签字）：'),
  line('日期：    年  月  日'),
];

export const COVER: Chapter = {
  blocks: [
    gap(120),
    title('投 标 文 件'),
    title('（示例）'),
    gap(120),
    line('项目名称：办公家具采购项目'),
    line('项目编号：YX-2026-0118'),
    gap(160),
    line('投标人（盖章）：云溪测试有限公司'),
    line('法定代表人或授权代表（签字）：'),
    line('日期：    年  月  日'),
  ],
};

export const CHAPTERS: readonly Chapter[] = [
  {
    blocks: [
      title('目  录'),
      ...[
        '投标函',
        '法定代表人授权委托书',
        '开标一览表',
        '技术偏离表',
        '技术方案',
        '供货与安装计划',
        '售后服务承诺',
        '资格声明',
      ].map((name, index) => line(`${index + 1}. ${name}`)),
    ],
  },
  {
    blocks: [
      title('投 标 函'),
      line('致：云溪城发集团电子招标采购平台'),
      text(
        '我方已仔细研究办公家具采购项目招标文件的全部内容，愿意以开标一览表所列的投标总报价，按照合同约定供应货物并提供服务，修补任何缺陷。',
      ),
      text('我方承诺在投标有效期九十日内不修改、不撤销投标文件；随同本投标函递交的文件均真实、合法、有效。'),
      text(
        '如我方中标，我方承诺在收到中标通知书后，在规定的期限内与采购人签订合同，并按照合同约定的时间和质量完成全部供货。',
      ),
      text(
        '我方在此声明，所递交的投标文件及有关资料内容完整、真实和准确，且不存在招标文件所规定的任何一种禁止投标的情形。',
      ),
      ...SIGNING_LINES,
    ],
  },
  {
    blocks: [
      title('法定代表人授权委托书'),
      text(
        '本人系云溪测试有限公司的法定代表人，现授权本公司员工张三为我方代理人。代理人根据授权，以我方名义签署、澄清、递交、撤回、修改办公家具采购项目投标文件，签订合同和处理有关事宜，其法律后果由我方承担。',
      ),
      text('委托期限自签署之日起至项目结束之日止。代理人无转委托权。'),
      ...SIGNING_LINES,
    ],
  },
  {
    blocks: [
      title('开标一览表'),
      {
        kind: 'table',
        shares: [1, 4, 2, 2, 3],
        rows: [
          ['序号', '名称', '数量', '单位', '报价（元）'],
          ['1', '办公桌（1600 mm）', '120', '张', '156,000.00'],
          ['2', '人体工学椅', '240', '把', '218,400.00'],
          ['3', '会议桌（4800 mm）', '6', '张', '52,800.00'],
          ['4', '文件柜', '90', '个', '81,000.00'],
          ['', '投标总报价', '', '', '508,200.00'],
        ],
      },
      gap(10),
      line('交货期：合同签订后 45 日内'),
      ...SIGNING_LINES,
    ],
  },
  {
    landscape: true,
    blocks: [
      title('技术偏离表'),
      {
        kind: 'table',
        shares: [1, 4, 4, 2, 3],
        rows: [
          ['序号', '技术参数/具体要求', '投标响应', '偏离', '备注'],
          ['1', '板材甲醛释放量不高于 E0 级', '符合，E0 级', '无偏离', '附检测报告'],
          ['2', '桌面承重不低于 80 kg', '承重 100 kg', '正偏离', '附检测报告'],
          ['3', '座椅气压棒通过四级认证', '符合', '无偏离', '附认证证书'],
          ['4', '质保期不少于 5 年', '质保 6 年', '正偏离', ''],
        ],
      },
      line('投标人（盖章）：云溪测试有限公司'),
    ],
  },
  {
    blocks: [
      title('技 术 方 案'),
      text(
        '产品采用模块化设计，部件可单独更换。所有板材在出厂前完成七十二小时环境舱检测，检测报告随货提供。',
      ),
      text('桌架采用一次成型钢管，焊点经过磷化与静电喷涂处理，盐雾试验不少于二百四十小时。'),
      text('座椅靠背与座面分离调节，扶手可升降，脚轮为静音材质，适用于地毯与硬质地面。'),
    ],
  },
  {
    blocks: [
      title('供货与安装计划'),
      text(
        '合同签订后五日内完成现场测量与图纸确认，三十日内完成生产，四十日内完成运输，四十五日内完成安装、清洁与验收。',
      ),
      text('安装人员持证上岗，每日工作结束后清理现场，包装材料全部回收。'),
    ],
  },
  {
    blocks: [
      title('售后服务承诺'),
      text('质保期内非人为损坏免费维修或更换，接到报修后两小时内响应，二十四小时内到达现场。'),
      text('质保期满后继续提供维修服务，仅收取配件成本。'),
      ...SIGNING_LINES,
    ],
  },
  {
    blocks: [
      title('资 格 声 明'),
      text(
        '我公司具有独立承担民事责任的能力，具有良好的商业信誉和健全的财务会计制度，具有履行合同所必需的设备和专业技术能力，依法缴纳税收和社会保障资金，前三年内在经营活动中没有重大违法记录。',
      ),
      ...SIGNING_LINES,
    ],
  },
];
