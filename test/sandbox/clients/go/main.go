// Makes the calls of operations.json with the AWS SDK for Go v2. It prints, as JSON, the operations that answered, and
// how many items each paginator returned.
//
// Arguments: the file, and the values that its placeholders have at first, as JSON. The environment says where AWS is.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/signer"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

type step struct {
	Operation, Paginator, Waiter, Items string
	Input                               json.RawMessage
	Save                                map[string]string
}

type report struct {
	Answered []string       `json:"answered"`
	Items    map[string]int `json:"items"`
}

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(file, initialValues string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var steps []step
	values := map[string]string{}
	if err := errors.Join(json.Unmarshal(content, &steps), json.Unmarshal([]byte(initialValues), &values)); err != nil {
		return err
	}
	client := newClient()
	seen := report{Items: map[string]int{}}
	for _, each := range steps {
		if err := perform(context.Background(), client, each, values, &seen); err != nil {
			return fmt.Errorf("%s%s%s: %w", each.Operation, each.Paginator, each.Waiter, err)
		}
	}
	return json.NewEncoder(os.Stdout).Encode(seen)
}

func newClient() *signer.Client {
	credentials := aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		id, secret := os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY")
		return aws.Credentials{AccessKeyID: id, SecretAccessKey: secret}, nil
	})
	return signer.New(signer.Options{
		BaseEndpoint: aws.String(os.Getenv("AWS_ENDPOINT_URL")),
		Region:       os.Getenv("AWS_REGION"),
		Credentials:  credentials,
		APIOptions:   []func(*middleware.Stack) error{withoutHostPrefix},
	})
}

// An endpoint on this machine has no host of its own for GetRevocationStatus.
func withoutHostPrefix(stack *middleware.Stack) error {
	disable := func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
		middleware.InitializeOutput, middleware.Metadata, error,
	) {
		return next.HandleInitialize(smithyhttp.DisableEndpointHostPrefix(ctx, true), in)
	}
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("WithoutHostPrefix", disable), middleware.After)
}

func perform(ctx context.Context, client *signer.Client, each step, values map[string]string, seen *report) error {
	input := string(each.Input)
	for name, value := range values {
		input = strings.ReplaceAll(input, "${"+name+"}", value)
	}
	switch {
	case each.Waiter != "":
		var describe signer.DescribeSigningJobInput
		if err := json.Unmarshal([]byte(input), &describe); err != nil {
			return err
		}
		return signer.NewSuccessfulSigningJobWaiter(client).Wait(ctx, &describe, time.Minute)
	case each.Paginator != "":
		items, err := paginate(ctx, client, each.Paginator)
		seen.Items[each.Paginator] = items
		seen.Answered = append(seen.Answered, each.Paginator)
		return err
	}
	method := reflect.ValueOf(client).MethodByName(each.Operation)
	parameters := reflect.New(method.Type().In(1).Elem())
	if err := json.Unmarshal([]byte(input), parameters.Interface()); err != nil {
		return err
	}
	results := method.Call([]reflect.Value{reflect.ValueOf(ctx), parameters})
	if err, failed := results[1].Interface().(error); failed {
		return err
	}
	seen.Answered = append(seen.Answered, each.Operation)
	for name, member := range each.Save {
		field := results[0].Elem().FieldByName(strings.ToUpper(member[:1]) + member[1:])
		values[name] = field.Elem().String()
	}
	return nil
}

// One item a page.
func paginate(ctx context.Context, client *signer.Client, name string) (int, error) {
	size, count := aws.Int32(1), 0
	switch name {
	case "ListSigningJobs":
		pages := signer.NewListSigningJobsPaginator(client, &signer.ListSigningJobsInput{MaxResults: size})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return count, err
			}
			count += len(page.Jobs)
		}
	case "ListSigningPlatforms":
		pages := signer.NewListSigningPlatformsPaginator(client, &signer.ListSigningPlatformsInput{MaxResults: size})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return count, err
			}
			count += len(page.Platforms)
		}
	case "ListSigningProfiles":
		pages := signer.NewListSigningProfilesPaginator(client, &signer.ListSigningProfilesInput{MaxResults: size})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return count, err
			}
			count += len(page.Profiles)
		}
	default:
		return 0, errors.New("there is no such paginator")
	}
	return count, nil
}
