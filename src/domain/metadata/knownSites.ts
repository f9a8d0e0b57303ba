/** What kind of site sends visitors: the source categories of GA4, AI assistants and webmail. */
export type SiteCategory = 'search' | 'ai' | 'social' | 'video' | 'shopping' | 'webmail';

/** A site that sends visitors. */
export interface KnownSite {
  /** As it is shown as a source, and as shops write it in `utm_source`. */
  readonly name: string;
  readonly category: SiteCategory;
  /**
   * Hosts, and names of Android apps. A leading `*.` stands for the domain and everything under it, a trailing `.*` for
   * any country (`google.de`, `google.co.uk`). `www.` and `m.` are understood.
   */
  readonly hosts: readonly string[];
  /** Further spellings of the name in `utm_source`. */
  readonly aliases?: readonly string[];
}

/**
 * After the list of sources and their categories that Google publishes with "[GA4] Default channel group" (Analytics
 * Help), cut to the sites that matter to a shop. Adding a site means one entry here.
 */
export const KNOWN_SITES: readonly KnownSite[] = [
  {
    name: 'google',
    category: 'search',
    hosts: ['google.*', 'images.google.*', 'news.google.*', 'com.google.android.googlequicksearchbox'],
    aliases: ['adwords', 'googleads', 'google-ads', 'google_ads'],
  },
  {
    name: 'bing',
    category: 'search',
    hosts: ['*.bing.com', 'com.microsoft.bing'],
    aliases: ['bingads', 'microsoft-ads'],
  },
  { name: 'yahoo', category: 'search', hosts: ['yahoo.*', '*.search.yahoo.*'] },
  { name: 'duckduckgo', category: 'search', hosts: ['*.duckduckgo.com', 'com.duckduckgo.mobile.android'] },
  { name: 'ecosia', category: 'search', hosts: ['*.ecosia.org'], aliases: ['ecosia.org'] },
  { name: 'brave', category: 'search', hosts: ['search.brave.com'] },
  { name: 'startpage', category: 'search', hosts: ['*.startpage.com'] },
  { name: 'qwant', category: 'search', hosts: ['*.qwant.com'] },
  { name: 'kagi', category: 'search', hosts: ['*.kagi.com'] },
  { name: 'swisscows', category: 'search', hosts: ['*.swisscows.com'] },
  { name: 'baidu', category: 'search', hosts: ['*.baidu.com'] },
  { name: 'sogou', category: 'search', hosts: ['*.sogou.com'] },
  { name: 'so.com', category: 'search', hosts: ['*.so.com'] },
  { name: 'yandex', category: 'search', hosts: ['yandex.*', 'ya.ru', 'ru.yandex.searchplugin'] },
  { name: 'naver', category: 'search', hosts: ['*.naver.com'] },
  { name: 'daum', category: 'search', hosts: ['search.daum.net', 'daum.net'] },
  { name: 'seznam', category: 'search', hosts: ['seznam.cz', 'search.seznam.cz'] },
  { name: 'ask', category: 'search', hosts: ['*.ask.com'] },
  { name: 'aol', category: 'search', hosts: ['aol.com', '*.search.aol.com'] },
  { name: 'msn', category: 'search', hosts: ['*.msn.com'] },
  { name: 'lycos', category: 'search', hosts: ['*.lycos.com'] },
  { name: 'virgilio', category: 'search', hosts: ['*.virgilio.it'] },

  {
    name: 'chatgpt.com',
    category: 'ai',
    hosts: ['*.chatgpt.com', 'chat.openai.com'],
    aliases: ['chatgpt', 'openai'],
  },
  { name: 'perplexity', category: 'ai', hosts: ['*.perplexity.ai', 'ai.perplexity.app.android'] },
  {
    name: 'gemini',
    category: 'ai',
    hosts: ['gemini.google.com', 'bard.google.com', 'com.google.android.apps.bard'],
  },
  { name: 'notebooklm', category: 'ai', hosts: ['notebooklm.google.com'] },
  {
    name: 'copilot',
    category: 'ai',
    hosts: ['copilot.microsoft.com', 'copilot.com', 'copilot.cloud.microsoft'],
  },
  { name: 'claude', category: 'ai', hosts: ['*.claude.ai'] },
  { name: 'deepseek', category: 'ai', hosts: ['*.deepseek.com'] },
  { name: 'grok', category: 'ai', hosts: ['*.grok.com'] },
  { name: 'meta.ai', category: 'ai', hosts: ['*.meta.ai'] },
  { name: 'mistral', category: 'ai', hosts: ['chat.mistral.ai'] },
  { name: 'poe', category: 'ai', hosts: ['*.poe.com'] },
  { name: 'you.com', category: 'ai', hosts: ['*.you.com'] },
  { name: 'duck.ai', category: 'ai', hosts: ['*.duck.ai'] },
  { name: 'kimi', category: 'ai', hosts: ['*.kimi.com', 'kimi.moonshot.cn'] },
  { name: 'qwen', category: 'ai', hosts: ['*.qwen.ai'] },
  { name: 'doubao', category: 'ai', hosts: ['*.doubao.com'] },

  {
    name: 'facebook',
    category: 'social',
    hosts: [
      '*.facebook.com',
      '*.fb.com',
      'fb.me',
      '*.messenger.com',
      'com.facebook.katana',
      'com.facebook.orca',
    ],
    aliases: ['fb', 'meta', 'facebook-ads', 'messenger'],
  },
  {
    name: 'instagram',
    category: 'social',
    hosts: ['*.instagram.com', 'com.instagram.android'],
    aliases: ['ig', 'insta'],
  },
  { name: 'threads', category: 'social', hosts: ['*.threads.net', '*.threads.com'] },
  { name: 'whatsapp', category: 'social', hosts: ['*.whatsapp.com', 'wa.me', 'com.whatsapp'] },
  {
    name: 'twitter',
    category: 'social',
    hosts: ['*.twitter.com', 'x.com', 't.co', 'com.twitter.android'],
    aliases: ['x'],
  },
  { name: 'tiktok', category: 'social', hosts: ['*.tiktok.com', 'com.zhiliaoapp.musically'] },
  {
    name: 'pinterest',
    category: 'social',
    hosts: ['pinterest.*', '*.pinterest.com', 'pin.it', 'com.pinterest'],
  },
  { name: 'linkedin', category: 'social', hosts: ['*.linkedin.com', 'lnkd.in', 'com.linkedin.android'] },
  { name: 'reddit', category: 'social', hosts: ['*.reddit.com', 'redd.it', 'com.reddit.frontpage'] },
  {
    name: 'snapchat',
    category: 'social',
    hosts: ['*.snapchat.com', 'com.snapchat.android'],
    aliases: ['snap'],
  },
  { name: 'bluesky', category: 'social', hosts: ['*.bsky.app'], aliases: ['bsky'] },
  {
    name: 'mastodon',
    category: 'social',
    hosts: ['mastodon.social', 'mastodon.online', 'org.joinmastodon.android'],
  },
  { name: 'telegram', category: 'social', hosts: ['*.telegram.org', 't.me', 'org.telegram.messenger'] },
  { name: 'discord', category: 'social', hosts: ['*.discord.com', 'com.discord'] },
  { name: 'quora', category: 'social', hosts: ['*.quora.com'] },
  { name: 'tumblr', category: 'social', hosts: ['*.tumblr.com'] },
  { name: 'vk', category: 'social', hosts: ['*.vk.com', '*.vk.ru', 'com.vkontakte.android'] },
  { name: 'ok.ru', category: 'social', hosts: ['*.ok.ru'] },
  { name: 'xing', category: 'social', hosts: ['*.xing.com'] },
  { name: 'weibo', category: 'social', hosts: ['*.weibo.com', '*.weibo.cn'] },
  { name: 'wechat', category: 'social', hosts: ['*.wechat.com', '*.weixin.qq.com'] },
  { name: 'line', category: 'social', hosts: ['*.line.me'] },
  { name: 'hacker news', category: 'social', hosts: ['news.ycombinator.com'] },

  { name: 'youtube', category: 'video', hosts: ['*.youtube.com', 'youtu.be', 'com.google.android.youtube'] },
  { name: 'vimeo', category: 'video', hosts: ['*.vimeo.com'] },
  { name: 'dailymotion', category: 'video', hosts: ['*.dailymotion.com'] },
  { name: 'twitch', category: 'video', hosts: ['*.twitch.tv'] },
  { name: 'netflix', category: 'video', hosts: ['*.netflix.com'] },
  { name: 'disneyplus', category: 'video', hosts: ['*.disneyplus.com'] },
  { name: 'hulu', category: 'video', hosts: ['*.hulu.com'] },
  { name: 'rumble', category: 'video', hosts: ['*.rumble.com'] },
  { name: 'bilibili', category: 'video', hosts: ['*.bilibili.com'] },
  { name: 'youku', category: 'video', hosts: ['*.youku.com'] },
  { name: 'iqiyi', category: 'video', hosts: ['*.iqiyi.com'] },

  {
    name: 'google shopping',
    category: 'shopping',
    hosts: ['shopping.google.*'],
    aliases: ['googleshopping'],
  },
  { name: 'instagram shopping', category: 'shopping', hosts: [], aliases: ['igshopping'] },
  { name: 'amazon', category: 'shopping', hosts: ['amazon.*', 'smile.amazon.*'] },
  { name: 'ebay', category: 'shopping', hosts: ['ebay.*'] },
  { name: 'etsy', category: 'shopping', hosts: ['*.etsy.com'] },
  { name: 'walmart', category: 'shopping', hosts: ['*.walmart.com'] },
  { name: 'alibaba', category: 'shopping', hosts: ['*.alibaba.com'] },
  { name: 'aliexpress', category: 'shopping', hosts: ['aliexpress.*', '*.aliexpress.com'] },
  { name: 'mercadolibre', category: 'shopping', hosts: ['mercadolibre.*', '*.mercadolivre.com.br'] },
  { name: 'shop.app', category: 'shopping', hosts: ['*.shop.app'] },
  { name: 'idealo', category: 'shopping', hosts: ['idealo.*'] },
  { name: 'kelkoo', category: 'shopping', hosts: ['kelkoo.*'] },
  { name: 'pricespy', category: 'shopping', hosts: ['pricespy.*', 'prisjakt.nu'] },
  { name: 'pricerunner', category: 'shopping', hosts: ['pricerunner.*'] },
  { name: 'rakuten', category: 'shopping', hosts: ['*.rakuten.com', '*.rakuten.co.jp'] },

  { name: 'gmail', category: 'webmail', hosts: ['mail.google.com', 'com.google.android.gm'] },
  {
    name: 'outlook',
    category: 'webmail',
    hosts: ['*.mail.live.com', 'outlook.live.com', 'outlook.office.com', 'outlook.office365.com'],
  },
  { name: 'yahoo mail', category: 'webmail', hosts: ['*.mail.yahoo.com'] },
  { name: 'icloud mail', category: 'webmail', hosts: ['*.icloud.com'] },
  { name: 'proton mail', category: 'webmail', hosts: ['mail.proton.me'] },
  { name: 'gmx', category: 'webmail', hosts: ['*.gmx.net', '*.gmx.com', '*.web.de'] },
  { name: 'yandex mail', category: 'webmail', hosts: ['mail.yandex.ru', 'mail.yandex.com'] },
  { name: 'mail.ru', category: 'webmail', hosts: ['e.mail.ru'] },
  { name: 'naver mail', category: 'webmail', hosts: ['mail.naver.com'] },
];

const ANY_BELOW = '*.';
const ANY_COUNTRY = '.*';
const COUNTRY_SUFFIX = /\.(?:com?\.[a-z]{2}|com|[a-z]{2})$/;

const byName = new Map<string, KnownSite>();
const byHost = new Map<string, KnownSite>();
const byDomain = new Map<string, KnownSite>();
for (const site of KNOWN_SITES) {
  for (const name of [site.name, ...(site.aliases ?? [])]) byName.set(name, site);
  for (const host of site.hosts) {
    if (host.startsWith(ANY_BELOW)) byDomain.set(host.slice(ANY_BELOW.length), site);
    else byHost.set(host, site);
  }
}

/** A host and every domain above it. */
const domainsOf = (host: string): string[] => {
  const labels = host.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
};

/**
 * The site behind a source: a name as shops write it in `utm_source` (`google`, `ig`), a host (`l.facebook.com`) or an
 * Android app. A whole host goes before the domain that it lies under (`gemini.google.com`, `mail.naver.com`). Absent for
 * a site that is not in the list.
 */
export const knownSiteOf = (source: string): KnownSite | undefined => {
  const name = source.toLowerCase();
  const named = byName.get(name);
  if (named !== undefined) return named;
  const host = name.replace(/^(?:www|m)\./, '');
  const anyCountry = host.replace(COUNTRY_SUFFIX, ANY_COUNTRY);
  const exact = byHost.get(host) ?? byHost.get(anyCountry);
  if (exact !== undefined) return exact;
  for (const domain of [...domainsOf(host), ...domainsOf(anyCountry)]) {
    const site = byDomain.get(domain);
    if (site !== undefined) return site;
  }
  return undefined;
};
