package view

// SignInPage lets people with an account in.
type SignInPage struct {
	Page
	Email string // as it was typed, when the form has come back
	Wrong string // why it has
	Next  string // where the person wanted to go
}

func (SignInPage) kind() kind { return kind{accountLayout, "sign-in"} }

// MePage is what a signed-in person can see and change about their account.
type MePage struct {
	Page
	Name      string
	Email     string
	Roles     []string
	Ratings   []Way
	Languages []Option
	Saved     bool
}

func (MePage) kind() kind { return kind{accountLayout, "me"} }

// Way leads somewhere.
type Way struct {
	Address, Title string
}

// FaultPage says what went wrong, and where to go from there.
type FaultPage struct {
	Page
	Status  int
	Heading string
	Text    string
	Request string // names the request in the log, where the fault is ours
}

func (FaultPage) kind() kind { return kind{accountLayout, "fault"} }
