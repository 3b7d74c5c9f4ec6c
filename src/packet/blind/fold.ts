/** Letters that can be written as two letters, or as one without its diacritic. */
const DIGRAPHS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

/** Letters that Unicode does not decompose, and variant spellings of a letter within a script. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ĸ: 'k',
  ŋ: 'n',
  ə: 'e',
  ς: 'σ',
  ѐ: 'е',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
  ٱ: 'ا',
  ـ: '',
};

/** Diacritics by code point; Indic vowel signs and kana voicing marks are excluded, because they act as letters. */
const MARKS: readonly (readonly [number, number])[] = [
  [0x0300, 0x036f],
  [0x0591, 0x05c7],
  [0x064b, 0x065f],
  [0x0670, 0x0670],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
];

/** Folds a word for comparison: lowercase, without diacritics, with ligatures and typographic variants resolved. */
export function fold(word: string): string {
  if (isAscii(word)) return word.toLowerCase();
  let folded = '';
  for (const letter of word.normalize('NFKD').toLowerCase()) {
    if (!isMark(letter)) folded += PLAIN[letter] ?? HAN_VARIANTS.get(letter) ?? hiraganaOf(letter);
  }
  return folded.normalize('NFC');
}

/** A letter of katakana as hiragana, because a reading may be written in either. */
function hiraganaOf(letter: string): string {
  return letter >= 'ァ' && letter <= 'ヶ' ? String.fromCharCode(letter.charCodeAt(0) - 0x60) : letter;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}

function isMark(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return MARKS.some(([first, last]) => code >= first && code <= last);
}

/**
 * The foldings of a word: `Müller` becomes `muller` and `mueller`, since people write both if a keyboard lacks the
 * letter. In words with many such letters, only the first three get both spellings.
 */
export function foldings(word: string): string[] {
  if (isAscii(word)) return [word.toLowerCase()];
  const composed = word.normalize('NFC').toLowerCase();
  let spellings = [''];
  let choices = 0;
  let plain = '';
  const flush = () => {
    const folded = fold(plain);
    spellings = spellings.map((start) => start + folded);
    plain = '';
  };
  for (const letter of composed) {
    const digraph = choices < 3 ? DIGRAPHS[letter] : undefined;
    if (!digraph) {
      plain += letter;
      continue;
    }
    flush();
    choices++;
    spellings = spellings.flatMap((start) => [start + fold(letter), start + digraph]);
  }
  flush();
  return spellings;
}

/** `true` for a word that begins with a capital. */
export function isCapitalized(word: string): boolean {
  return /^\p{Lu}|^\p{Lt}/u.test(word);
}

/** `true` for a word of a script without capitals. */
export function isCaseless(word: string): boolean {
  return /^\p{Lo}/u.test(word);
}

/** Characters that are variants of each other, the one that stands for all of them first. */
const VARIANTS = `
陈陳 刘劉 张張 黄黃 吴吳 杨楊 赵趙 郑鄭 孙孫 马馬 许許 邓鄧 冯馮 韩韓 叶葉 苏蘇 吕呂 卢盧 蒋蔣
贾賈 鲁魯 韦韋 钟鍾鐘 谭譚 赖賴 龚龔 庞龐 顾顧 严嚴 钱錢 汤湯 万萬 贺賀 乔喬 阎閻 乐樂 单單
费費 蓝藍 聂聶 关關 邹鄒 陆陸 骆駱 连連 温溫 欧歐 阳陽 迟遲 诸諸 东東 长長 宫宮 麦麥 简簡 毕畢
满滿 农農 储儲 项項 窦竇 卫衛 凤鳳 纪紀 饶饒 娄婁 邬鄔 邝鄺 巩鞏 宁甯寧 丰豐豊 伟偉 丽麗 华華
国國 军軍 强強 杰傑 静靜 刚剛 红紅 兰蘭 龙龍竜 云雲 洁潔 鹏鵬 辉輝 颖穎 晓曉 庆慶 兴興 荣榮栄
胜勝 学學 义義 贵貴 宝寶 坚堅 礼禮 爱愛 仪儀 亿億 优優 务務 勋勳勛 励勵 汇匯 协協 启啟啓 围圍
执執 奋奮 娴嫻嫺 实實 将將 届屆 岭嶺 岩巖 帼幗 广廣広 彻徹 宪憲 怀懷 战戰 扬揚 敌敵 时時 书書
栋棟 栖棲 业業 标標 树樹 桥橋 权權 欢歡 岁歲 气氣 决決 渊淵 汉漢 沪滬 润潤 涛濤 济濟 烨燁 灯燈
尔爾 狮獅 玮瑋 莹瑩 琼瓊 环環 画畫 发發発 硕碩 禄祿 祯禎 稳穩 竞競 笔筆 纯純 纹紋 绍紹 细細
丝絲 维維 绮綺 绪緒緖 纬緯 萦縈 绩績 绣繡 继繼 续續 圣聖 闻聞 聪聰 声聲 职職 脑腦 临臨 举舉
庄莊荘 莱萊 莲蓮 荫蔭 艺藝 萧蕭 萨薩 处處 号號 咏詠 诗詩 诠詮 诚誠 语語 谊誼 诺諾 谦謙 识識
让讓 贝貝 财財 宾賓 贤賢 赞贊 赣贛 趋趨 跃躍 车車 轩軒 载載 辅輔 转轉 达達 运運 远遠 适適 选選
迈邁 银銀 铭銘 锐銳 锋鋒 锦錦 镇鎮 铠鎧 镜鏡 铁鐵鉄 鉴鑒 门門 开開 间間 队隊 际際 随隨 双雙
虽雖 雾霧 灵靈 韵韻 颂頌 顺順 预預 颐頤 颜顏 显顯 风風 飞飛 骏駿 骅驊 骥驥 鸿鴻 鹤鶴 鸥鷗
齐齊斎齋斉 龄齡 升陞 妈媽 娇嬌 娅婭 玛瑪 珐琺 钰鈺 铃鈴 钊釗 钧鈞 键鍵 钢鋼 锡錫 铮錚 铸鑄 镕鎔
师師 总總 经經 医醫 团團 里裏 后後 辺邊邉 沢澤 高髙 崎﨑嵜 浜濱濵 島嶋嶌 桜櫻 真眞 徳德 恵惠
滝瀧 槙槇 富冨 曽曾 髪髮 条條 蔵藏 浄淨 渋澁 円圓 戸戶 寿壽 与與 来來 仮假 穂穗 彦彥 弥彌 瑶瑤
黒黑 𠮷吉
`
  .trim()
  .split(/\s+/);

/**
 * The variant that stands for a Chinese character in names: traditional and simplified forms, and the old forms in
 * Japanese surnames.
 */
const HAN_VARIANTS: ReadonlyMap<string, string> = new Map(
  VARIANTS.flatMap((group) => {
    const [first = '', ...others] = group;
    return others.map((other): [string, string] => [other, first]);
  }),
);
