"""What the model has words for: concepts, and the words people use for each.

A concept is one thing that can be true or false of a picture: a type, a colour, a pattern,
a material, a brand. Its first word is its plain name. A sentence means the conjunction of
its concepts; words outside this file mean OTHER, which is true of nothing.
"""

OTHER = "other"
THING = "thing"

COLOURS = {
    "black": ["black", "jet black"],
    "white": ["white", "snow white", "ivory"],
    "grey": ["grey", "gray", "silver", "charcoal", "anthracite"],
    "red": ["red", "scarlet", "crimson", "burgundy", "maroon"],
    "orange": ["orange colored", "orange coloured", "orange"],
    "yellow": ["yellow", "mustard", "golden yellow"],
    "green": ["green", "olive", "khaki green", "emerald", "mint"],
    "blue": ["blue", "azure", "cobalt", "turquoise", "teal"],
    "navy": ["navy", "dark blue", "navy blue", "indigo"],
    "light blue": ["light blue", "sky blue", "pale blue", "baby blue"],
    "purple": ["purple", "violet", "lilac", "lavender", "plum colored"],
    "pink": ["pink", "rose", "magenta", "fuchsia"],
    "brown": ["brown", "chocolate brown", "tan"],
    "beige": ["beige", "cream", "sand colored", "camel", "khaki"],
    "multicolour": ["multicolour", "multicolor", "multicolored", "colorful", "colourful", "rainbow"],
}

PATTERNS = {
    "plain": ["plain", "solid", "unpatterned", "single color"],
    "striped": ["striped", "stripy", "stripes", "with stripes", "stripe"],
    "checked": ["checked", "checkered", "chequered", "plaid", "tartan", "check", "gingham"],
    "dotted": ["dotted", "polka dot", "spotted", "with dots", "polka dots"],
    "floral": ["floral", "flowery", "flowered", "with flowers", "flower print"],
    "printed": ["printed", "graphic", "with print", "with text", "with logo", "graphic print"],
}

MATERIALS = {
    "denim": ["denim", "jean"],
}

CLOTHING = {
    "t-shirt": ["t-shirt", "tshirt", "t shirt", "tee", "tee shirt", "tee-shirt", "short sleeve top", "short sleeved shirt", "tank top"],
    "longsleeve": ["longsleeve", "long sleeve", "long-sleeve", "long sleeved top", "long sleeve shirt", "longsleeve shirt",
                   "sweater", "jumper", "pullover", "sweatshirt", "long sleeve t-shirt", "long sleeve top", "hoodie", "cardigan", "turtleneck"],
    "shirt": ["shirt", "dress shirt", "button-up shirt", "button down shirt", "collared shirt", "blouse", "formal shirt", "polo shirt"],
    "outwear": ["outwear", "outerwear", "jacket", "coat", "parka", "anorak", "windbreaker", "overcoat", "blazer", "raincoat", "puffer jacket",
                "bomber jacket", "trench coat"],
    "pants": ["pants", "trousers", "jeans", "slacks", "chinos", "leggings", "joggers", "sweatpants", "pant", "trouser"],
    "shorts": ["shorts", "short pants", "bermudas", "bermuda shorts"],
    "skirt": ["skirt", "miniskirt", "mini skirt", "maxi skirt"],
    "dress": ["dress", "gown", "sundress", "frock", "maxi dress"],
    "hat": ["hat", "cap", "beanie", "baseball cap", "headwear", "headgear", "bonnet", "bucket hat", "sun hat"],
    "shoes": ["shoes", "shoe", "sneaker", "sneakers", "trainer", "trainers", "boot", "boots", "footwear", "sandals", "heels", "pair of shoes",
              "booties", "loafers", "slippers", "flip flops", "high heels", "running shoes"],
}

CLOTHING_GROUPS = {
    "clothes": ["clothes", "clothing", "garment", "apparel", "piece of clothing", "item of clothing"],
    "top": ["top", "upper body clothing"],
}

PRODUCE = {  # fine and coarse fresh produce: concept → words; fine ones carry their coarse one in concepts.py
    "apple": ["apple"], "golden delicious": ["golden delicious", "golden delicious apple"],
    "granny smith": ["granny smith", "granny smith apple"], "pink lady": ["pink lady", "pink lady apple"],
    "red delicious": ["red delicious", "red delicious apple"], "royal gala": ["royal gala", "royal gala apple", "gala apple"],
    "avocado": ["avocado"], "banana": ["banana"], "kiwi": ["kiwi", "kiwi fruit", "kiwifruit"], "lemon": ["lemon"],
    "lime": ["lime"], "mango": ["mango"], "melon": ["melon"],
    "cantaloupe": ["cantaloupe", "cantaloupe melon"], "galia melon": ["galia melon", "galia"],
    "honeydew melon": ["honeydew melon", "honeydew", "honey melon"], "watermelon": ["watermelon", "water melon"],
    "nectarine": ["nectarine"], "orange fruit": ["orange", "orange fruit", "sweet orange"],
    "papaya": ["papaya", "pawpaw"], "passion fruit": ["passion fruit", "passionfruit"], "peach": ["peach"],
    "pear": ["pear"], "anjou": ["anjou", "anjou pear"], "conference": ["conference pear", "conference"],
    "kaiser": ["kaiser", "kaiser pear"], "pineapple": ["pineapple", "ananas"], "plum": ["plum"],
    "pomegranate": ["pomegranate"], "red grapefruit": ["red grapefruit", "grapefruit"],
    "satsumas": ["satsuma", "satsumas", "mandarin", "tangerine", "clementine"],
    "asparagus": ["asparagus", "green asparagus"], "aubergine": ["aubergine", "eggplant"], "cabbage": ["cabbage", "white cabbage"],
    "carrots": ["carrot", "carrots"], "cucumber": ["cucumber"], "garlic": ["garlic", "garlic bulb"],
    "ginger": ["ginger", "ginger root"], "leek": ["leek"],
    "brown cap mushroom": ["mushroom", "brown cap mushroom", "champignon", "cremini", "brown mushroom"],
    "yellow onion": ["onion", "yellow onion"], "pepper": ["bell pepper", "pepper", "capsicum", "sweet pepper", "paprika"],
    "green bell pepper": ["green bell pepper", "green pepper"], "orange bell pepper": ["orange bell pepper", "orange pepper"],
    "red bell pepper": ["red bell pepper", "red pepper"], "yellow bell pepper": ["yellow bell pepper", "yellow pepper"],
    "potato": ["potato", "spud"], "floury potato": ["floury potato"], "solid potato": ["solid potato", "firm potato"],
    "sweet potato": ["sweet potato"], "red beet": ["red beet", "beet", "beetroot"],
    "tomato": ["tomato"], "beef tomato": ["beef tomato", "beefsteak tomato"], "regular tomato": ["regular tomato", "round tomato"],
    "vine tomato": ["vine tomato", "tomatoes on the vine"], "zucchini": ["zucchini", "courgette"],
}

PACKAGES = {
    "juice": ["juice", "fruit juice"], "apple juice": ["apple juice"], "orange juice": ["orange juice"],
    "grapefruit juice": ["grapefruit juice"], "mandarin juice": ["mandarin juice"],
    "milk": ["milk", "cow milk", "dairy milk"], "medium fat milk": ["medium fat milk", "semi skimmed milk", "low fat milk"],
    "oat milk": ["oat milk", "oat drink"], "soy milk": ["soy milk", "soya milk", "soy drink"],
    "oatghurt": ["oatghurt", "oat yoghurt", "oat yogurt"], "soyghurt": ["soyghurt", "soy yoghurt", "soy yogurt", "soya yoghurt"],
    "sour cream": ["sour cream", "creme fraiche"], "sour milk": ["sour milk", "soured milk", "filmjolk"],
    "yoghurt": ["yoghurt", "yogurt", "yoghourt"], "vanilla": ["vanilla", "vanilla flavour", "vanilla yoghurt"],
    "strawberry": ["strawberry", "strawberry yoghurt"], "blueberry": ["blueberry", "blueberry yoghurt"],
    "carton": ["carton", "milk carton", "tetra pak", "drink carton"], "bottle": ["bottle"], "box": ["box", "cardboard box"],
    "can": ["can", "tin can", "drink can"], "bag": ["bag", "handbag", "tote bag", "pouch"], "mug": ["mug", "cup", "coffee mug"],
    "jar": ["jar", "glass jar"],
    "package": ["package", "packaging", "packet", "pack", "packaged food", "packaged product"],
    "organic": ["organic", "ecological", "eco"], "lactose free": ["lactose free", "lactose-free"],
    "plant based": ["plant based", "vegan", "plant-based", "dairy free"],
}

BRANDS = {b: [b] for b in ("arla", "alpro", "oatly", "bravo", "god morgon", "tropicana", "garant", "valio", "yoggi")}

GROUPS = {
    "fruit": ["fruit", "fresh fruit"], "citrus": ["citrus", "citrus fruit"],
    "vegetable": ["vegetable", "veggie", "veg", "fresh vegetable"],
    "produce": ["fresh produce", "produce"], "dairy": ["dairy", "dairy product"], "drink": ["drink", "beverage"],
    "food": ["food", "groceries", "grocery"],
    THING: ["product", "item", "thing", "object", "merchandise", "goods"],
}

# Packaged products: the full name is a concept of its own; more ways to say it are here.
PRODUCT_NAMES = {
    "Bravo-Apple-Juice": ["bravo apple juice"], "Bravo-Orange-Juice": ["bravo orange juice"],
    "God-Morgon-Apple-Juice": ["god morgon apple juice", "god morgon apple", "god morning apple"],
    "God-Morgon-Orange-Juice": ["god morgon orange juice", "god morgon orange", "god morning orange"],
    "God-Morgon-Orange-Red-Grapefruit-Juice": ["god morgon orange red grapefruit juice", "god morgon orange red grapefruit", "orange red grapefruit juice"],
    "God-Morgon-Red-Grapefruit-Juice": ["god morgon red grapefruit juice", "god morgon red grapefruit", "red grapefruit juice"],
    "Tropicana-Apple-Juice": ["tropicana apple juice", "tropicana apple"],
    "Tropicana-Golden-Grapefruit": ["tropicana golden grapefruit", "golden grapefruit juice", "tropicana golden grapefruit juice"],
    "Tropicana-Juice-Smooth": ["tropicana juice smooth", "tropicana smooth", "tropicana smooth orange juice"],
    "Tropicana-Mandarin-Morning": ["tropicana mandarin morning", "mandarin morning", "tropicana mandarin juice"],
    "Arla-Ecological-Medium-Fat-Milk": ["arla ecological medium fat milk", "arla organic medium fat milk", "arla eko mellanmjolk"],
    "Arla-Lactose-Medium-Fat-Milk": ["arla lactose medium fat milk", "arla lactose free medium fat milk", "arla lactose free milk"],
    "Arla-Medium-Fat-Milk": ["arla medium fat milk", "arla mellanmjolk", "arla semi skimmed milk"],
    "Arla-Standard-Milk": ["arla standard milk", "arla whole milk", "standard milk", "arla standardmjolk"],
    "Garant-Ecological-Medium-Fat-Milk": ["garant ecological medium fat milk", "garant organic medium fat milk"],
    "Garant-Ecological-Standard-Milk": ["garant ecological standard milk", "garant organic standard milk"],
    "Oatly-Natural-Oatghurt": ["oatly natural oatghurt", "oatly oatghurt"], "Oatly-Oat-Milk": ["oatly oat milk", "oatly oat drink"],
    "Arla-Ecological-Sour-Cream": ["arla ecological sour cream", "arla organic sour cream", "organic sour cream"],
    "Arla-Sour-Cream": ["arla sour cream", "arla graddfil"], "Arla-Sour-Milk": ["arla sour milk", "arla fil"],
    "Alpro-Blueberry-Soyghurt": ["alpro blueberry soyghurt", "blueberry soyghurt"],
    "Alpro-Vanilla-Soyghurt": ["alpro vanilla soyghurt", "vanilla soyghurt"],
    "Alpro-Fresh-Soy-Milk": ["alpro fresh soy milk", "fresh soy milk"], "Alpro-Shelf-Soy-Milk": ["alpro shelf soy milk", "shelf soy milk"],
    "Arla-Mild-Vanilla-Yoghurt": ["arla mild vanilla yoghurt", "arla vanilla yoghurt", "mild vanilla yoghurt"],
    "Arla-Natural-Mild-Low-Fat-Yoghurt": ["arla natural mild low fat yoghurt", "arla low fat yoghurt", "low fat yoghurt"],
    "Arla-Natural-Yoghurt": ["arla natural yoghurt", "arla plain yoghurt", "natural yoghurt"],
    "Valio-Vanilla-Yoghurt": ["valio vanilla yoghurt", "valio vanilla"],
    "Yoggi-Strawberry-Yoghurt": ["yoggi strawberry yoghurt", "yoggi strawberry"],
    "Yoggi-Vanilla-Yoghurt": ["yoggi vanilla yoghurt", "yoggi vanilla"],
}

# Words that change nothing about what is meant.
FILLERS = ("nice new vintage cheap summer winter casual classic modern elegant beautiful small big large old simple fashion "
           "mens womens kids boys girls mens' women's men's unisex slim loose cotton wool linen polyester knitted soft "
           "fresh ripe tasty sweet raw healthy delicious whole swedish cool stylish comfortable favourite best basic pretty "
           "leather suede silk satin velvet fleece woolen woollen knit hooded sleeveless zipped quilted padded warm light wearing "
           "ladies mans womans girl boy child adult size short long").split()
