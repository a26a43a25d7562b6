package view

// Sheet is what every page of a respondent's form has in common.
type Sheet struct {
	Page
	Action  string  // where the form is sent
	Opened  string  // the stamp of when it was opened
	At      int     // the number of this page
	Carried []Field // the answers of all other pages
	Gap     string  // empty; when a page is cut, the place of what is carried
	Steps   []string
	Notice  *Notice
}

// Notice is something to be read before going on: what was wrong with the form
// that was sent, or why it has come back.
type Notice struct {
	Title, Text string
	Place       string // the id of the place on the page that it is about, or empty
}

// IntroPage says what a person is asked to do before the first question.
type IntroPage struct {
	Sheet
	Heading  string
	Lead     string
	Time     string
	Until    string
	As       string // the unit a person answers as part of
	Results  string
	Contact  string
	Promise  string
	OwnWords bool
	Referent string
	Means    string
}

func (IntroPage) kind() kind { return kind{respondLayout, "respond-intro"} }

// PartPage is one page of items with the side questions that belong to it.
type PartPage struct {
	Sheet
	Heading  string
	Hue      string
	Where    string
	Size     string
	Blocks   []Block
	Asks     []AskField
	Keys     int    // how many options the number keys reach; 0 where they do not serve
	DontKnow string // what the key 0 means, or empty
	Next     string
}

func (PartPage) kind() kind { return kind{respondLayout, "respond-part"} }

// Block is a run of items under one stem.
type Block struct {
	ID    string
	Stem  string
	Lang  string // where the instrument does not speak the page's language
	Many  bool
	Items []ItemField
}

// ItemField is one item with its options.
type ItemField struct {
	ID       string
	Name     string
	Number   string
	Text     string
	Options  []Option
	DontKnow *Option
	Fault    string
}

// Option is one radio button or checkbox.
type Option struct {
	Value  string
	Label  string
	Chosen bool
}

// AskField is one side question.
type AskField struct {
	ID      string
	Name    string
	Text    string
	Hint    string
	Lang    string
	Multi   bool
	Options []Option // none where own words are asked for
	Own     string
	Limit   int // how many characters own words may have
	Fault   string
}

// ReviewPage shows a person what they have answered, and what not.
type ReviewPage struct {
	Sheet
	Self    bool
	Counted string
	Missing string // empty when nothing is
	First   string // the first unanswered item, for the address of its place
	To      string // the button that leads to its page
	Parts   []ReviewPart
}

func (ReviewPage) kind() kind { return kind{respondLayout, "respond-review"} }

// ReviewPart is one part's answers.
type ReviewPart struct {
	Heading string
	Hue     string
	Summary string
	Open    bool
	Said    []Said
	To      string
}

// Said is one question and what was answered.
type Said struct {
	Question, Answer, Lang string

	Below bool // the answer may be long, so it stands below its question
}

// ThanksPage is the end.
type ThanksPage struct {
	Page
	Steps []Fact
}

func (ThanksPage) kind() kind { return kind{respondLayout, "respond-thanks"} }

// Fact is a word or a date and what is to be said of it.
type Fact struct {
	Term, Text string
}

// HomePage is the way in for everybody: a field for a code, and what Pejl is.
type HomePage struct {
	Page
	Code  string // as it was typed, when it has come back
	Wrong bool
	Slow  bool // too many are trying codes just now
}

func (HomePage) kind() kind { return kind{respondLayout, "home"} }

// ClosedDoorPage is what a code leads to before its round opens and after it closed.
type ClosedDoorPage struct {
	Page
	Heading, Text string
}

func (ClosedDoorPage) kind() kind { return kind{respondLayout, "respond-closed"} }
