/** Name, category, price in minor units, commission in basis points. */
type Offer = readonly [string, string, number, number];

const HOME = 'Home Supplies';
const KITCHEN = 'Kitchenware';
const BEAUTY = 'Beauty & Personal Care';
const TECH = 'Phones & Electronics';
const WEAR = 'Womenswear';

// The last LIVE_ONLY offers of each list are sold in LIVEs and never tagged in a video.
export const LIVE_ONLY = 6;

const US: readonly Offer[] = [
  ['Moonbeam Sunset Lamp', HOME, 2499, 1500],
  ['Cloudstep Memory Foam Slippers', WEAR, 1899, 1200],
  ['Fernwood Bamboo Drawer Divider, 4 pcs', HOME, 2199, 1000],
  ['Glowdrop Vitamin C Serum 30 ml', BEAUTY, 1699, 2000],
  ['Pocketpress Portable Garment Steamer', HOME, 3299, 1200],
  ['Brewbuddy Milk Frother | USB-C', KITCHEN, 1499, 1300],
  ['Snugfold Packing Cubes, set of 6', WEAR, 2299, 1100],
  ['Ripplemat Dish Drying Pad', KITCHEN, 1199, 1500],
  ['Tidytail Pet Hair Roller', HOME, 1399, 1600],
  ['Softhaze Cool Mist Humidifier', HOME, 2799, 1000],
  ['Lumi Clip-on Reading Light', TECH, 999, 1800],
  ['Honeyknit Lounge Set', WEAR, 3899, 1400],
  ['Peakpour Gooseneck Kettle', KITCHEN, 4299, 800],
  ['Velvetine Lip Oil Trio', BEAUTY, 1599, 2200],
  ['Stackwell Glass Meal Boxes, 5 pcs', KITCHEN, 3199, 900],
  ['Driftwood Scented Candle', HOME, 1799, 1500],
  ['Bristlebee Silicone Brush Cleaner', BEAUTY, 899, 2000],
  ['Chargepebble Magnetic Power Bank', TECH, 2999, 1000],
  ['Wispweight Running Belt', WEAR, 1299, 1200],
  ['Dewpoint Overnight Mask', BEAUTY, 1899, 1900],
  ['Fizzgarden Bath Bombs, box of 8', BEAUTY, 1699, 1700],
  ['Quietclick Wireless Mouse', TECH, 1599, 900],
  ['Maplehinge Folding Step Stool', HOME, 2599, 1000],
  ['Crispline Vegetable Chopper', KITCHEN, 2399, 1400],
  ['Nestling Weighted Blanket 12 lb', HOME, 4599, 1100],
  ['Puddlejump Rain Poncho', WEAR, 1499, 1200],
  ['Starling `Mini` Label Printer', TECH, 2899, 1000],
  ['Sunnyside Egg Cooker', KITCHEN, 1999, 1300],
  ['Featherlite Claw Clips, 10 pcs', BEAUTY, 799, 2500],
  ['Orbit 3-in-1 Charging Stand', TECH, 3599, 1000],
  ['Willowbark Cutting Board', KITCHEN, 2799, 1200],
  ['Sparklebrook Cleaning Paste', HOME, 1099, 1800],
  ['Opaline Satin Pillowcase, 2 pcs', HOME, 1999, 1600],
  ['Toastloft Heated Shawl', WEAR, 3499, 1300],
  ['Minty Trail Electric Toothbrush', BEAUTY, 2599, 1500],
  ['Campglow Rechargeable Lantern', TECH, 2199, 1200],
];

const SG: readonly Offer[] = [
  ['Merlicable 100W Braided USB-C Cable', TECH, 1290, 1200],
  ['Kopi Clip Phone Stand', TECH, 990, 1500],
  ['Rainproof Sling Bag 5L', WEAR, 2990, 1000],
  ['Nightmarket Neck Fan', TECH, 2490, 1300],
  ['Pandan Whisper Diffuser', HOME, 3290, 1100],
  ['HDB Hero Cable Tray', HOME, 1890, 1200],
  ['Sunscreen Stick SPF50 *matte*', BEAUTY, 1690, 2000],
  ['Wok Guard Splatter Screen', KITCHEN, 1490, 1400],
  ['Tapcard Slim Wallet', WEAR, 2190, 1100],
  ['Laksa Loop Silicone Strainer', KITCHEN, 890, 1800],
  ['Commute Noise Earplugs', TECH, 2690, 1000],
  ['Foldaway Laundry Rack', HOME, 3990, 800],
  ['Airfry Paper Liners, 100 pcs', KITCHEN, 790, 2000],
  ['Voltbean Travel Adapter', TECH, 2790, 1000],
  ['Dehumidifier Hanging Bags, 6 pcs', HOME, 1390, 1500],
  ['Quickdry Hair Turban', BEAUTY, 1190, 1800],
  ['Mini Thermal Printer', TECH, 3490, 900],
  ['Sleepwell Cooling Pillow', HOME, 4590, 1000],
  ['Kaya Jar Glass Set', KITCHEN, 2390, 1200],
  ['Ionic Scalp Massager', BEAUTY, 2290, 1700],
  ['Magnetic Spice Rack', KITCHEN, 2890, 1100],
  ['LED Strip 5 m', TECH, 1590, 1300],
  ['Batik Print Lounge Shorts', WEAR, 1790, 1200],
  ['Pocket Umbrella UV99', WEAR, 1990, 1300],
  ['Gel Nail Starter Kit', BEAUTY, 3190, 1900],
  ['Desk Mat 80 x 40', HOME, 2090, 1200],
  ['Bubble Tea Tumbler 700 ml', KITCHEN, 1890, 1400],
  ['Ring Light 10 inch', TECH, 3890, 1000],
  ['Peel-and-stick Tiles, 20 pcs', HOME, 2590, 1200],
  ['Calamansi Cleansing Balm', BEAUTY, 2390, 1900],
  ['Tempered Glass Twin Pack', TECH, 1090, 1600],
  ['Steam Mop Pads, 4 pcs', HOME, 1490, 1400],
  ['Aluminium Laptop Riser', TECH, 4290, 900],
  ['Orchid Mist Toner', BEAUTY, 2190, 1800],
  ['Chopstick Set, 10 pairs', KITCHEN, 1290, 1500],
  ['Cat Hair Sofa Cover', HOME, 4990, 1000],
];

const BR: readonly Offer[] = [
  ['Kit Miçangas Verão 500 peças', HOME, 5990, 1500],
  ['Bolsa de Crochê Lia', WEAR, 12990, 1200],
  ['Sabonete Artesanal de Maracujá', BEAUTY, 2490, 2000],
  ['Vela Aromática Capim-limão', HOME, 4990, 1500],
  ['Avental Jardim Botânico', KITCHEN, 6990, 1200],
  ['Brinco Concha Dourada', WEAR, 3490, 1800],
  ['Caneca Ipê Amarelo', KITCHEN, 4490, 1400],
  ['Linha Fio da Serra, 6 novelos', HOME, 7990, 1000],
  ['Pano de Prato Bordado, 3 un.', KITCHEN, 3990, 1500],
  ['Óleo Corporal Castanha', BEAUTY, 5490, 1800],
  ['Turbante Maré Alta', WEAR, 3290, 1600],
  ['Porta-copos de Madeira', HOME, 4290, 1300],
  ['Kit Agulhas de Bambu', HOME, 5690, 1100],
  ['Necessaire Estampada', WEAR, 4590, 1400],
  ['Hidratante Labial de Cupuaçu', BEAUTY, 1990, 2200],
  ['Suporte Macramê para Vasos', HOME, 6490, 1200],
  ['Jogo Americano Palha, 4 un.', KITCHEN, 8990, 1000],
  ['Colar Sementes da Mata', WEAR, 5990, 1500],
  ['Difusor Brisa do Sul', HOME, 7490, 1200],
  ['Esfoliante Café & Açúcar', BEAUTY, 3990, 1900],
  ['Chinelo Customizado', WEAR, 4990, 1300],
  ['Tábua de Queijos Araucária', KITCHEN, 11990, 900],
  ['Capa de Almofada Bordada', HOME, 5490, 1200],
  ['Chapéu de Palha Praia', WEAR, 6990, 1300],
  ['Kit Saboaria para Iniciantes', BEAUTY, 9990, 1500],
  ['Ecobag Feira Livre', WEAR, 2990, 1600],
  ['Luminária Papel de Arroz', HOME, 8490, 1000],
  ['Colher de Pau Entalhada', KITCHEN, 2790, 1500],
  ['Xampu Sólido de Aloe', BEAUTY, 2990, 2000],
  ['Pulseira Amizade, 5 un.', WEAR, 2490, 1800],
  ['Tapete de Barbante', HOME, 13990, 900],
  ['Kit Velas de Massagem', BEAUTY, 6990, 1600],
  ['Vestido Renda Leve', WEAR, 15990, 1100],
  ['Moringa de Barro', KITCHEN, 9490, 1000],
  ['Quadro Azulejo Pintado', HOME, 7990, 1200],
  ['Xale de Tricô', WEAR, 11490, 1200],
];

/** What each creator sells. */
export const ASSORTMENTS = { us: US, sg: SG, br: BR };

/** The shops behind the offers; the shop owner has one, its own. */
export const SHOPS = {
  us: ['Moonbeam Goods', 'Fern & Fold Supply', 'Little Orbit *Official*', 'Harbor Lane Home'],
  sg: ['Merli Gadgets', 'Void Deck Living', 'Pandan Lane', 'Kampong Kitchen Co'],
  br: ['Ateliê da Lia'],
};
