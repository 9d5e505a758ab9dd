import type { POLICIES, PolicyName } from '../../app/settings/policies.ts';

/** Of one policy: how it is called in the editor, and what it does. */
interface PolicyWords {
  title: string;
  help: string;
}

/** The languages of the templates, as Windows names them. */
export const POLICY_LANGUAGES = ['zh-CN', 'en-US'] as const;
export type PolicyLanguage = (typeof POLICY_LANGUAGES)[number];

type ValueName = { [Name in PolicyName]: keyof (typeof POLICIES)[Name]['values'] }[PolicyName];

interface TemplateWords {
  product: string;
  supported: string;
  /** Behind what every policy says. */
  locked: string;
  policies: Readonly<Record<PolicyName, PolicyWords>>;
  /** Labels of values that share a policy. */
  values: Readonly<Partial<Record<ValueName, string>>>;
  choices: Readonly<Record<string, string>>;
}

/** Every policy in every language of the templates: a forgotten one is a type error. */
export const POLICY_WORDS: Readonly<Record<PolicyLanguage, TemplateWords>> = {
  'zh-CN': {
    product: 'Tillside 收银台会员助手',
    supported: 'Tillside 0.1 及以上',
    locked:
      '启用后，这一项在收银机上显示为“由公司策略设定”，不能修改。未配置或已禁用时，保留收银机上最后的值，可以修改。值里不能有半角问号。',
    policies: {
      GatewayAddress: {
        title: '网关地址',
        help: '会员上传到的地址，例如 https://gw.api.taobao.com/router/rest。换成别的平台时，还没上传的记录留在本机，由店长决定。已有设置的收银机，要等这个地址的 App Secret 到位（本机配置文件，或店长在设置里填写）才采用。',
      },
      AppKey: {
        title: 'App Key',
        help: '开放平台的应用编号。App Secret 不能放在这里：本机的人都能读到。',
      },
      SignMethod: { title: '签名方式', help: '调用网关时用的签名算法。' },
      FormerApps: {
        title: '同一应用的其他地址',
        help: '同一个应用以前的地址（名称）和 App Key（值）：为它们登记的会员上传到现在的地址。',
      },
      BrandId: { title: '品牌 ID', help: 'CRM 后台的品牌 ID。' },
      ShopId: { title: '门店 ID', help: 'CRM 后台的门店 ID。' },
      Operators: {
        title: '操作员',
        help: '可以在收银机上工作的人：工号（名称）和姓名（值）。工牌列表可不填：工号（名称）和扫工牌得到的内容（值）。',
      },
      Notice: {
        title: '会员须知',
        help: '顾客同意的内容。内容变了，版本也要换。标题和正文可不填。',
      },
      LockAfterMinutes: { title: '自动锁屏', help: '没有人操作这么多分钟后锁屏；0 为从不。' },
      CallsPerMinute: { title: '上传速度', help: '这台收银机每分钟最多调用网关多少次。' },
      QueuePer: {
        title: '记录由谁打开',
        help: '只由登记它的 Windows 用户打开，还是由本机所有能读取数据文件夹的人打开。',
      },
      RecoveryKey: { title: '恢复密钥', help: '连锁公司的恢复公钥（X25519，base64url）。' },
      RotateKey: {
        title: '更换数据密钥',
        help: '换成另一个数字时，收银机更换一次数据密钥；0 为不更换。',
      },
      WatermarkFolder: {
        title: '登记编号的备用位置',
        help: '另一块硬盘或共享上的一个文件夹，例如 D:\\marks 或 \\\\server\\marks。最大的编号也记在那里，系统还原后就能发现。',
      },
      Updates: {
        title: '程序更新',
        help: '公司自己的更新服务器（https 文件夹地址）和渠道。只有为每个用户单独安装、并带有发布者签名的程序才会自己更新；为所有用户安装的由公司的工具更新。没有填地址的收银机不更新。',
      },
      OpeningHours: {
        title: '营业时间',
        help: '每天可能有顾客的时间（收银机本地时间），例如 09:30 到 21:00。这段时间不下载也不安装更新。没有设定时按 06:00 到 24:00。',
      },
      Locale: { title: '界面语言', help: '收银机界面的语言。' },
      HotKey: { title: '热键', help: '把窗口叫到收银软件前面、再收起的键，例如 Ctrl+Alt+M。' },
      Dock: { title: '停靠', help: '窗口停靠在屏幕的哪一边。' },
      AlwaysOnTop: {
        title: '窗口总在最前',
        help: '启用：总在其他窗口前面。禁用：不在前面，也不能在收银机上改。',
      },
      StartAtSignIn: {
        title: '登录时启动',
        help: '启用：登录 Windows 时启动，不显示窗口。禁用：不启动，也不能在收银机上改。',
      },
      Kiosk: {
        title: '全屏模式',
        help: '启用：窗口占满屏幕，不能关闭。禁用：普通窗口，也不能在收银机上改。',
      },
      TouchKeyboard: {
        title: '触摸键盘',
        help: '启用：手指点输入框时打开系统的触摸键盘。禁用：不打开，也不能在收银机上改。',
      },
      ApiEnabled: {
        title: '本机接口',
        help: '启用：本机的其他程序（例如收银软件）可以登记会员，只限 127.0.0.1。禁用：不可以，也不能在收银机上改。',
      },
      ApiPort: { title: '本机接口的端口', help: '1024 到 65535，一般是 24817。' },
      ReportsToRelay: {
        title: '向中继上报状态',
        help: '启用：网关地址是公司自己的中继，收银机每分钟向它上报自己的状态（版本、待传和待处理的条数、磁盘等，不含任何顾客信息）。禁用：不上报。',
      },
      ReportsOtlpAddress: {
        title: '向采集器上报状态',
        help: 'OpenTelemetry 采集器接收指标的地址（OTLP/HTTP，JSON），例如 https://collector.example/v1/metrics。需要密钥的请求头不能放在这里，请写在本机配置文件里。',
      },
    },
    values: {
      Operators: '操作员（工号、姓名）',
      OperatorBadges: '工牌（工号、内容）',
      NoticeVersion: '版本',
      NoticeTitle: '标题',
      NoticeText: '正文',
      UpdatesAddress: '地址',
      UpdatesChannel: '渠道',
      OpenFrom: '从（09:30）',
      OpenTo: '到（21:00）',
    },
    choices: {
      user: '仅当前 Windows 用户',
      pc: '本机所有能读取数据文件夹的人',
      latest: '正式版',
      beta: '测试版',
      none: '不停靠',
      left: '左边',
      right: '右边',
    },
  },
  'en-US': {
    product: 'Tillside',
    supported: 'Tillside 0.1 or later',
    locked:
      'While it is enabled the till shows it as set by company policy, and nobody changes it there. Not configured or disabled: the till keeps the last value, which may be changed. No value may have a question mark in it.',
    policies: {
      GatewayAddress: {
        title: 'Gateway address',
        help: 'Where members are sent, for example https://gw.api.taobao.com/router/rest. What waits when it becomes another platform stays on the PC until the manager decides. A till that has settings takes it once the app secret for it is there (the machine file, or typed by the manager).',
      },
      AppKey: {
        title: 'App key',
        help: "The app's number on the platform. The app secret does not belong here: everybody on the PC can read it.",
      },
      SignMethod: { title: 'Sign method', help: 'How calls to the gateway are signed.' },
      FormerApps: {
        title: 'Other addresses of the same app',
        help: 'Addresses (name) and app keys (value) that the same app had before: what was registered for them is sent to the present one.',
      },
      BrandId: { title: 'Brand ID', help: 'The brand, as the CRM knows it.' },
      ShopId: { title: 'Shop ID', help: 'The shop, as the CRM knows it.' },
      Operators: {
        title: 'Operators',
        help: 'Who may work at the till: ID (name) and name (value). The list of badges may stay empty: ID (name) and what a scanner reads from the badge (value).',
      },
      Notice: {
        title: 'Notice to customers',
        help: 'What customers agree to. Change the version whenever the words change. Title and text may stay empty.',
      },
      LockAfterMinutes: {
        title: 'Lock of the screen',
        help: 'The screen locks after so many minutes without a hand; 0: never.',
      },
      CallsPerMinute: {
        title: 'Pace',
        help: 'How often this till may call the gateway in a minute.',
      },
      QueuePer: {
        title: 'Who opens the queue',
        help: 'Only the Windows user who made it, or all who can read its folder on this PC.',
      },
      RecoveryKey: {
        title: 'Recovery key',
        help: "The chain's public recovery key (X25519, base64url).",
      },
      RotateKey: {
        title: 'New data key',
        help: 'Another number than before asks for a new data key, once; 0 never does.',
      },
      WatermarkFolder: {
        title: 'Second place for the slip numbers',
        help: 'A folder on another drive or share, for example D:\\marks or \\\\server\\marks, where the highest numbers stand as well. So a drive that is set back is noticed.',
      },
      Updates: {
        title: 'Program updates',
        help: "The folder on the company's own https server, and the channel. Only a program that is installed for one user, and signed by its publisher, updates itself; one for all users is updated by the company's own tool. Without an address nothing is updated.",
      },
      OpeningHours: {
        title: 'Opening hours',
        help: "When there may be customers, every day, in the till's own time, for example 09:30 to 21:00. No update is fetched or installed then. Not set: 06:00 to 24:00.",
      },
      Locale: { title: 'Language of the screen', help: 'The language that the till speaks.' },
      HotKey: {
        title: 'Hot key',
        help: 'Brings the window up over the POS program, and away; for example Ctrl+Alt+M.',
      },
      Dock: { title: 'Strip', help: 'Along which edge of the screen the window stands.' },
      AlwaysOnTop: {
        title: 'Always on top',
        help: 'Enabled: over all other windows. Disabled: not, and nobody changes it at the till.',
      },
      StartAtSignIn: {
        title: 'Start at sign-in',
        help: 'Enabled: starts with the Windows session, without a window. Disabled: does not, and nobody changes it at the till.',
      },
      Kiosk: {
        title: 'Full screen',
        help: 'Enabled: the window fills the screen and cannot be closed. Disabled: an ordinary window, and nobody changes it at the till.',
      },
      TouchKeyboard: {
        title: 'Touch keyboard',
        help: "Enabled: a finger on a text field opens the system's touch keyboard. Disabled: it does not, and nobody changes it at the till.",
      },
      ApiEnabled: {
        title: 'Local API',
        help: 'Enabled: other programs of the PC, such as the POS program, may register members, at 127.0.0.1 only. Disabled: they may not, and nobody changes that at the till.',
      },
      ApiPort: { title: 'Port of the local API', help: '1024 to 65535, usually 24817.' },
      ReportsToRelay: {
        title: 'Reports to the relay',
        help: "Enabled: the gateway is the company's own relay, and the till tells it once a minute how it is (version, what waits, what needs somebody, disk and the like; nothing about a customer). Disabled: it does not.",
      },
      ReportsOtlpAddress: {
        title: 'Reports to a collector',
        help: 'Where an OpenTelemetry collector takes metrics (OTLP over HTTP, as JSON), for example https://collector.example/v1/metrics. Headers with a key do not belong here: they stand in the machine file.',
      },
    },
    values: {
      Operators: 'Operators (ID, name)',
      OperatorBadges: 'Badges (ID, what is read)',
      NoticeVersion: 'Version',
      NoticeTitle: 'Title',
      NoticeText: 'Text',
      UpdatesAddress: 'Address',
      UpdatesChannel: 'Channel',
      OpenFrom: 'From (09:30)',
      OpenTo: 'To (21:00)',
    },
    choices: {
      user: 'The Windows user alone',
      pc: 'All who can read the folder on this PC',
      latest: 'latest',
      beta: 'beta',
      none: 'None',
      left: 'Left',
      right: 'Right',
    },
  },
};
